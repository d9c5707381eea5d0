/** The inspector in the list of views. */
import { inspectorTexts } from '../texts/inspector.ts';
import { defineView } from '../views/index.ts';

defineView({
  id: 'inspector',
  title: inspectorTexts.title,
  place: 'side',
  load: async () => (await import('./inspector.tsx')).Inspector,
});
