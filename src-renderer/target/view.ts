/** The use of the chosen target, in the list of views. */
import { fitTexts } from '../texts/fit.ts';
import { defineView } from '../views/index.ts';

defineView({
  id: 'target',
  title: fitTexts.target,
  place: 'bottom',
  unmount: true,
  load: async () => (await import('./target-panel.tsx')).TargetPanel,
});
