/** Recorded spikes, in the list of views. */
import { spikeTexts } from '../texts/spikes.ts';
import { defineView } from '../views/index.ts';

defineView({
  id: 'spikes',
  title: spikeTexts.title,
  place: 'bottom',
  load: async () => (await import('./spikes-view.tsx')).SpikesView,
});
