/** Finished batches that come from a file: of a project, or of a shard's document. Nothing in them is believed unchecked. */
import { z } from 'zod';
import type { ReportFrame } from '../report/report-frame.ts';
import type { FinishedBatch } from './run-dataset.ts';

const count = z.int().min(0);
const amount = z.number().nonnegative();

/** A batch of a run of T steps; every list in it is `[T]`. */
function batchSchema(T: number) {
  const steps = z.array(amount).length(T);
  const evaluation = z.strictObject({
    classes: z.int().min(1),
    samples: count,
    labelled: count,
    correct: steps,
    correct5: steps,
    agree: steps,
    floatCorrect: count,
    floatCorrect5: count,
    stopping: z.array(z.strictObject({ margin: z.number(), stops: steps, correct: count, agree: count })),
  });
  const deviation = z.strictObject({
    samples: count,
    squaredError: steps,
    squaredNorm: amount,
    cosine: z.array(z.number()).length(T),
    answers: z.int().min(1).optional(),
    agree: steps.optional(),
  });
  const tally = z.strictObject({ count, squaredError: amount });
  const neuron = z.strictObject({
    spikes: steps,
    bits: steps,
    squaredError: steps.optional(),
    squaredNorm: amount.optional(),
    losses: z.strictObject({ clipped: tally, shut: tally, small: tally }).optional(),
  });
  const counts = z.strictObject({
    neurons: z.record(z.string(), neuron),
    counted: z.record(z.string(), z.strictObject({ operations: steps, accumulates: steps })),
  });
  const result = z.strictObject({
    evaluation,
    deviations: z.record(z.string(), deviation),
    counts,
    annMs: amount,
    snnMs: amount,
  });
  return z.strictObject({ position: count, samples: z.int().min(1), result });
}

/** What all batches of a run have in common. */
export interface BatchesOf {
  readonly frame: Pick<ReportFrame, 'neurons' | 'counted' | 'output'>;
  readonly steps: number;
  /** Samples per batch, and in all. */
  readonly batch: number;
  readonly samples: number;
}

/**
 * The batches in `stored`, or undefined where one is no batch of the run: other layers or steps, a position twice or beyond
 * the dataset, another number of samples than that position has.
 */
export function batchesOf(stored: readonly unknown[], run: BatchesOf): readonly FinishedBatch[] | undefined {
  if (!z.array(batchSchema(run.steps)).safeParse(stored).success) return undefined;
  const batches = stored as readonly FinishedBatch[];
  const positions = new Set(batches.map(({ position }) => position));
  const sound = batches.every((one) => isOf(one, run)) && areAlike(batches);
  return sound && positions.size === batches.length ? batches : undefined;
}

const keys = (record: object): string => JSON.stringify(Object.keys(record).sort());

function isOf({ position, samples, result }: FinishedBatch, { frame, batch, samples: all }: BatchesOf): boolean {
  const { evaluation, counts } = result;
  const names = (layers: readonly { readonly name: string }[]): string => JSON.stringify(layers.map(({ name }) => name).sort());
  return (
    samples === Math.min(batch, all - position * batch) &&
    evaluation.classes === (frame.output.shape[0] ?? 1) &&
    keys(counts.neurons) === names(frame.neurons) &&
    keys(counts.counted) === names(frame.counted)
  );
}

/** Whether batches hold sums of the same things, so that they can be added. */
export function areAlike(batches: readonly FinishedBatch[]): boolean {
  const forms = batches.map(({ result: { evaluation, deviations, counts } }) => {
    const margins = evaluation.stopping.map(({ margin }) => margin);
    const errors = Object.values(counts.neurons).map(({ squaredError, squaredNorm }) => [
      !squaredError,
      squaredNorm === undefined,
    ]);
    return `${margins.join()} ${keys(deviations)} ${errors.flat().join()}`;
  });
  return new Set(forms).size <= 1;
}
