/** What a run reached, in the list of views. */
import { runTexts } from '../texts/run.ts';
import { defineView } from '../views/index.ts';

defineView({
  id: 'results',
  title: runTexts.results,
  place: 'bottom',
  load: async () => (await import('./result-strip.tsx')).ResultStrip,
});
