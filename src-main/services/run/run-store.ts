/** Stores a run in its project: the batches from before, every new batch as it finishes, and how the run ended. */
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { RunReport } from '../../../src-shared/results/index.ts';
import type { Project } from '../../project/index.ts';
import type { FinishedBatch } from './run-dataset.ts';
import { type BatchesOf, batchesOf } from './stored-batch.ts';

export interface RunStore {
  /** The run's number in the project. Undefined before `begin` of a new run, and if the project cannot be written. */
  readonly run: number | undefined;
  /** Batches that an earlier, unfinished run of the same work stored. */
  readonly batches: readonly FinishedBatch[];
  /** Starts or resumes the run. A name or note in `label` replaces the stored one. */
  begin(label: { readonly name?: string | undefined; readonly note?: string | undefined }): void;
  add(batch: FinishedBatch): void;
  finish(report: RunReport): void;
  /** Marks the run as cancelled if the signal is aborted, and as failed otherwise. Both can be resumed. */
  fail(error: unknown, signal: AbortSignal): void;
}

const nothing = (): void => {};

/** A run that no project keeps. */
export const UNSTORED: RunStore = { run: undefined, batches: [], begin: nothing, add: nothing, finish: nothing, fail: nothing };

/**
 * The run of this description in a project: the newest unfinished one, or a new one. If the project is read-only, nothing is
 * stored. `of`: the number of samples, steps and layers that its batches must match. Throws `project.damaged`.
 */
export function runStore(project: Project, description: Parameters<Project['unfinishedRun']>[0], of: BatchesOf): RunStore {
  if (project.readOnly !== undefined) return UNSTORED;
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
      project.labelRun(run, { name: name ?? before.name, note: note ?? before.note, tags: before.tags });
    },
    add: (batch) => project.addRunBatch(run!, batch),
    finish: (report) => project.finishRun(run!, report, now()),
    fail(error, signal) {
      if (signal.aborted) project.cancelRun(run!, now());
      else project.failRun(run!, messageOf(error), now());
    },
  };
}

/** The stored batches of a run. Throws `project.damaged` if they do not match `of`. */
export function storedBatches(project: Project, run: number, of: BatchesOf): readonly FinishedBatch[] {
  const batches = batchesOf(project.runBatches(run), of);
  if (!batches) throw damagedRun(project, run);
  return batches;
}

/** The error for a run whose contents this program cannot have written. */
export function damagedRun({ path }: Project, run: number): SpikeloomError {
  const message = `${path} is damaged: what it holds of run ${run} cannot be used; restore it from a copy or convert the model again.`;
  return new SpikeloomError('project.damaged', message, { at: { file: path } });
}
