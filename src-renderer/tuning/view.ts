/** The search for the best plan within a budget, in the list of views. */
import { tuningTexts } from '../texts/tuning.ts';
import { defineView } from '../views/index.ts';

defineView({
  id: 'tuning',
  title: tuningTexts.title,
  place: 'bottom',
  load: async () => (await import('./tuning-view.tsx')).TuningView,
});
