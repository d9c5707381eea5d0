/** All runs of the project, in the list of views. */
import { runsTexts } from '../../texts/runs.ts';
import { defineView } from '../../views/index.ts';

defineView({
  id: 'runs',
  title: runsTexts.title,
  place: 'bottom',
  load: async () => (await import('./runs-view.tsx')).RunsView,
});
