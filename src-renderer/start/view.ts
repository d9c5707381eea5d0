/** The start screen in the list of views. */
import { startTexts } from '../texts/start.ts';
import { defineView } from '../views/index.ts';

defineView({
  id: 'start',
  title: startTexts.start,
  place: 'start',
  load: async () => (await import('./start-screen.tsx')).StartScreen,
});
