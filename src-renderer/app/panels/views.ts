/** Problems, history and jobs in the list of views. */
import { appTexts } from '../../texts/app.ts';
import { defineView } from '../../views/index.ts';
import { ProblemsBadge, RunningBadge } from './tab-badges.tsx';

defineView({
  id: 'problems',
  title: appTexts.problems.label,
  place: 'bottom',
  badge: ProblemsBadge,
  unmount: true,
  load: async () => (await import('./problems-panel.tsx')).ProblemsPanel,
});
defineView({
  id: 'history',
  title: appTexts.history.title,
  place: 'bottom',
  unmount: true,
  load: async () => (await import('./history-panel.tsx')).HistoryPanel,
});
defineView({
  id: 'jobs',
  title: appTexts.jobs.label,
  place: 'bottom',
  badge: RunningBadge,
  unmount: true,
  load: async () => (await import('./jobs-panel.tsx')).JobsPanel,
});
