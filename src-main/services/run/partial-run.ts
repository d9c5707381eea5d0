/** Summarises the finished batches of an evaluation that is still going on. */
import { stepFigures } from '../../../src-shared/contract/index.ts';
import { buildRunReport } from '../report/build-run-report.ts';
import type { PartialRun } from '../progress.ts';
import type { ReportFrame } from '../report/report-frame.ts';
import { type FinishedBatch, foldBatches } from './run-dataset.ts';

/**
 * Returns a function to call with each finished batch. It gives `onPartial` a summary of all batches so far. `of`: the total
 * number of samples. Running sums keep the cost of each batch the same, however many came before.
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
