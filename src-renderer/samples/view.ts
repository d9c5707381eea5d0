/** The samples of a run, in the list of views. */
import { samplesTexts } from '../texts/samples.ts';
import { defineView } from '../views/index.ts';

defineView({
  id: 'samples',
  title: samplesTexts.title,
  place: 'bottom',
  load: async () => (await import('./samples-view.tsx')).SamplesView,
});
