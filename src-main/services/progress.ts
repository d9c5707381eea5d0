/** Progress of a use case: how much is done of what, and how long the rest will take at the pace so far. */
import type { RunProgress } from '../../src-shared/contract/index.ts';

export interface Progress {
  /** What is being done: `calibrating`, `simulating` … */
  readonly phase: string;
  /** Samples (or parts of one) that are done, and all of them. */
  readonly done: number;
  readonly total: number;
  /** Estimate from the pace of this phase; absent until there is one. */
  readonly remainingMs?: number;
}

/** What an evaluation has reached so far, as the window shows it while it goes on. */
export type PartialRun = Omit<RunProgress, 'job' | 'path'>;

/** What every long use case is called with. */
export interface ServiceContext {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Called by an evaluation with what it has reached so far, after each batch. */
  readonly onPartial?: (partial: PartialRun) => void;
}

/**
 * Reports progress of one phase. `start`: what was done before (a run taken up again), which says nothing about the pace.
 * Returns the function to call with how much is done now.
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
