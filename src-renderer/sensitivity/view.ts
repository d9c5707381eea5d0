/** The sensitivity of the plan, in the list of views. */
import { sensitivityTexts } from '../texts/sensitivity.ts';
import { defineView } from '../views/index.ts';

defineView({
  id: 'sensitivity',
  title: sensitivityTexts.title,
  place: 'bottom',
  load: async () => (await import('./sensitivity-view.tsx')).SensitivityView,
});
