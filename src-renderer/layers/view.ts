/** The layers of a run, in the list of views. */
import { layersTexts } from '../texts/layers.ts';
import { defineView } from '../views/index.ts';

defineView({
  id: 'layers',
  title: layersTexts.title,
  place: 'bottom',
  load: async () => (await import('./layers-view.tsx')).LayersView,
});
