/** A run in its project: what of it is there from before, every batch as soon as it is finished, and how it ended. */
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { RunReport } from '../../../src-shared/results/index.ts';
import type { Project } from '../../project/index.ts';
import type { FinishedBatch } from './run-dataset.ts';
import { type BatchesOf, batchesOf } from './stored-batch.ts';

export interface RunStore {
  /** Its number in the project; undefined before `begin` of a new run, and where the project cannot be written. */
  readonly run: number | undefined;
  /** Batches that are there already: the same work was started before and did not finish. */
  readonly batches: readonly FinishedBatch[];
  /** `label`: what is given replaces the name or the note. */
  begin(label: { readonly name?: string | undefined; readonly note?: string | undefined }): void;
  add(batch: FinishedBatch): void;
  finish(report: RunReport): void;
  /** Cancelled where the signal says so, otherwise failed; either way it can be taken up. */
  fail(error: unknown, signal: AbortSignal): void;
}

/**
 * The run of this description in a project: the newest that did not finish, or a new one. Nothing is stored where the project
 * is read-only. `of`: what its batches must be. Throws `project.damaged`.
 */
export function runStore(project: Project, description: Parameters<Project['unfinishedRun']>[0], of: BatchesOf): RunStore {
  const nothing = (): void => {};
  if (project.readOnly !== undefined)
    return { run: undefined, batches: [], begin: nothing, add: nothing, finish: nothing, fail: nothing };
  const now = (): string => new Date().toISOString();
  let run = project.unfinishedRun(description)?.id;
  const batches = run === undefined ? [] : storedBatches(project, run, of);
  return {
    get run() {
      return run;
    },
    batches,
    begin({ name, note }) {
      if (run === undefined) run = project.startRun({ ...description, at: now() });
      else project.resumeRun(run);
      if (name === undefined && note === undefined) return;
      const before = project.run(run)!;
      project.labelRun(run, { name: name ?? before.name, note: note ?? before.note });
    },
    add: (batch) => project.addRunBatch(run!, batch),
    finish: (report) => project.finishRun(run!, report, now()),
    fail(error, signal) {
      if (signal.aborted) project.cancelRun(run!, now());
      else project.failRun(run!, messageOf(error), now());
    },
  };
}

/** The batches of a run, as evaluations store them. Throws `project.damaged` where they are not those of such a run. */
export function storedBatches(project: Project, run: number, of: BatchesOf): readonly FinishedBatch[] {
  const batches = batchesOf(project.runBatches(run), of);
  if (!batches) throw damagedRun(project, run);
  return batches;
}

/** The error for a run whose contents cannot be what this program wrote. */
export function damagedRun({ path }: Project, run: number): SpikeloomError {
  const message = `${path} is damaged: what it holds of run ${run} cannot be used; restore it from a copy or convert the model again.`;
  return new SpikeloomError('project.damaged', message, { at: { file: path } });
}
