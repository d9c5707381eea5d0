/** What a run costs under energy models, in the list of views. */
import { energyTexts } from '../../texts/energy.ts';
import { defineView } from '../../views/index.ts';

defineView({
  id: 'energy',
  title: energyTexts.title,
  place: 'bottom',
  load: async () => (await import('./energy-view.tsx')).EnergyView,
});
