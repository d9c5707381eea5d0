/**
 * The plan's text that cannot be read yet, kept with the project's layout. Its problems are listed as soon as the project is open again,
 * before anybody looks at the text.
 */
import { viewLayout, setViewLayout, currentPlan, setWorkbench, useWorkbench } from '../state/index.ts';
import { pendingOf, resumeSync } from './text/pending.ts';
import { paused, type SyncState } from './text/sync.ts';
import { textProblemsOf } from './text/problems.ts';

const NAME = 'plan-text';

/** Remembers the text, or that there is none beside the plan. */
export function rememberText(state: SyncState): void {
  const pending = pendingOf(state);
  if (pending !== null || (viewLayout(NAME) ?? null) !== null) setViewLayout(NAME, pending);
}

/** The text of the open project as it was left. */
export const rememberedText = (): SyncState => resumeSync(viewLayout(NAME), currentPlan());

useWorkbench.subscribe(({ project }, before) => {
  if (project === null || project.path === before.project?.path) return;
  // When all of the project is in the store.
  queueMicrotask(() => {
    const { project: now, history } = useWorkbench.getState();
    if (now?.path !== project.path || history === null) return;
    const { state } = paused(rememberedText(), history.plan);
    if (state.status === 'unreadable') setWorkbench({ textProblems: textProblemsOf(state) });
  });
});
