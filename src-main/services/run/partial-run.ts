/** What an evaluation has reached so far: its report over the batches that are finished, in brief. */
import { stepFigures } from '../../../src-shared/contract/index.ts';
import { buildRunReport } from '../report/build-run-report.ts';
import type { PartialRun } from '../progress.ts';
import type { ReportFrame } from '../report/report-frame.ts';
import { type FinishedBatch, foldBatches } from './run-dataset.ts';

/**
 * Returns the function to call with each finished batch; it tells `onPartial` the summary of all so far. `of`: samples in all.
 * Sums are kept, so that a batch costs the same however many there were before.
 */
export function partialRuns(
  frame: ReportFrame,
  of: number,
  onPartial: (partial: PartialRun) => void,
): (batch: FinishedBatch) => void {
  let sofar: FinishedBatch | undefined;
  return (batch) => {
    sofar = sofar
      ? { position: 0, samples: sofar.samples + batch.samples, result: foldBatches([{ ...sofar, position: -1 }, batch]) }
      : batch;
    const { ann, steps } = buildRunReport(frame, { source: '', batches: [sofar], totalMs: 0, notes: [] });
    onPartial({
      samples: sofar.samples,
      of,
      annAccuracy: ann.accuracy,
      steps: steps.map(stepFigures),
    });
  };
}
