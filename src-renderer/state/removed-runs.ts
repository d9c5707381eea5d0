/**
 * Removing runs of the open project. They leave the list at once and can be put back as long as the notice is there; when it goes, or the
 * project is closed, they are removed for good.
 */
import { host } from '../host/client.ts';
import { stateTexts } from '../texts/state.ts';
import { attempt, dismissNotice, notify } from './notices.ts';
import { workbench } from './workbench.ts';

/** Time to put runs back, unless the notice is pointed at or has the keyboard. */
const UNDO_FOR_MS = 20_000;

/** Runs that can still be put back. */
interface Pending {
  readonly path: string;
  readonly ids: readonly number[];
  readonly notice: number;
}
let pending: Pending | null = null;

/** Takes runs off the list. Those that were taken off before are put back together with them. */
export async function removeRuns(ids: readonly number[]): Promise<void> {
  const { project } = workbench();
  if (!project || ids.length === 0) return;
  const { path } = project;
  await host().call('run.remove', { path, ids: [...ids] });
  const before: Pending | null = pending?.path === path ? pending : null;
  const all = [...(before?.ids ?? []), ...ids];
  pending = null;
  if (before) dismissNotice(before.notice);
  const notice = notify({
    kind: 'info',
    message: stateTexts.removed(all.length),
    forMs: UNDO_FOR_MS,
    action: { label: stateTexts.putBack, run: () => attempt(() => host().call('run.keep', { path, ids: all })) },
    onGone: (isActed) => {
      if (pending?.notice !== notice) return;
      pending = null;
      if (!isActed) attempt(() => host().call('run.discard', { path, ids: all }));
    },
  });
  pending = { path, ids: all, notice };
}

/** Removes for good what could still be put back: before the project is closed. */
export function discardRemoved(): void {
  if (pending) dismissNotice(pending.notice);
}
