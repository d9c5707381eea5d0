/** Progress of a use case: how much of it is done, and how long the rest will take at the present pace. */
import type { RunProgress } from '../../src-shared/contract/index.ts';
import type { TrialPoint } from '../../src-shared/tuning/index.ts';

export interface Progress {
  /** Name of the phase: `calibrating`, `simulating` … */
  readonly phase: string;
  /** Number of samples that are done (a fraction if one is partly done), and the total. */
  readonly done: number;
  readonly total: number;
  /** Estimate from the pace of this phase; absent until the pace is known. */
  readonly remainingMs?: number;
}

/** Results of an evaluation so far, as the window shows them while it goes on. */
export type PartialRun = Omit<RunProgress, 'job' | 'path'>;

/** Signal and callbacks of every long use case. */
export interface ServiceContext {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Called by an evaluation after each batch, with the results so far. */
  readonly onPartial?: (partial: PartialRun) => void;
  /** Called by a search with plans that it has evaluated. */
  readonly onTrials?: (points: readonly TrialPoint[]) => void;
}

/**
 * Reports progress of one phase. Returns the function to call with the amount that is done. `start`: the amount done before this
 * process began, if a run is resumed. It does not enter the pace.
 */
export function trackProgress(
  onProgress: ServiceContext['onProgress'],
  phase: string,
  total: number,
  start = 0,
): (done: number) => void {
  const began = performance.now();
  return (done) => {
    const worked = done - start;
    const remainingMs = worked > 0 ? ((performance.now() - began) / worked) * (total - done) : undefined;
    onProgress?.({ phase, done, total, ...(remainingMs === undefined ? {} : { remainingMs }) });
  };
}
