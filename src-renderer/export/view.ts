/** The exports of a project in the list of views. */
import { exportTexts } from '../texts/export.ts';
import { defineView } from '../views/index.ts';

defineView({
  id: 'exports',
  title: exportTexts.title,
  place: 'bottom',
  unmount: true,
  load: async () => (await import('./exports-panel.tsx')).ExportsPanel,
});
