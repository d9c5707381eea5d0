/**
 * Runs that a window took off the list and may put back. They stay in the project's file until the window says that they are to go, so
 * that nothing is lost if the window or the program ends before.
 */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { RunRecord } from '../../project/index.ts';
import type { Emit } from '../types.ts';
import type { OpenedProject } from './opened-project.ts';
import { runSummaries } from './project-view.ts';

/** A run of a project by its number. Throws `run.missing`. */
export function runAt({ project }: OpenedProject, id: number): RunRecord {
  const run = project.run(id);
  if (run) return run;
  throw new SpikeloomError('run.missing', `There is no run ${id}; choose another one of the list.`);
}

/** Tells the windows which runs a project has. */
export const tellRuns = (emit: Emit, one: OpenedProject): void =>
  emit('runs.changed', { path: one.path, runs: runSummaries(one) });

/** Takes runs off the list for `window`. Throws `run.missing`, and `option.invalid` for a run that is going on. */
export function removeRuns(emit: Emit, one: OpenedProject, ids: readonly number[], window: object): void {
  for (const id of ids) {
    if (runAt(one, id).state === 'running')
      throw new SpikeloomError('option.invalid', `Run ${id} is going on and cannot be removed; cancel it first.`);
  }
  for (const id of ids) one.removed.set(id, window);
  tellRuns(emit, one);
}

/** Puts those of `ids` back that were taken off the list. */
export function keepRuns(emit: Emit, one: OpenedProject, ids: readonly number[]): void {
  const kept = ids.filter((id) => one.removed.delete(id));
  if (kept.length > 0) tellRuns(emit, one);
}

/** Removes those of `ids` for good that were taken off the list. */
export function discardRuns(one: OpenedProject, ids: readonly number[]): void {
  const gone = ids.filter((id) => one.removed.has(id));
  one.project.removeRuns(gone);
  for (const id of gone) one.removed.delete(id);
}

/** Puts back what a window took off the list that is gone now. */
export const keepRunsOf = (emit: Emit, one: OpenedProject, window: object): void =>
  keepRuns(
    emit,
    one,
    [...one.removed].filter(([, owner]) => owner === window).map(([id]) => id),
  );
