/** Reads finished batches from a project or a shard's document. Both are files, so every value is checked. */
import { z } from 'zod';
import { decodeRecords, delayedStarts, type RecordsOf } from '../../../src-shared/metrics/index.ts';
import type { ReportFrame } from '../report/report-frame.ts';
import type { FinishedBatch } from './run-dataset.ts';

const count = z.int().min(0);
const amount = z.number().nonnegative();

/** The schema of a batch of a run of T steps. Every list in it has T values. */
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
  const delayed = delayedStarts(T).map((from) => {
    const ends = z.array(count).length(T - from + 1);
    return z.strictObject({ from: z.literal(from), correct: ends, agree: ends });
  });
  const tally = z.strictObject({ count, squaredError: amount });
  const neuron = z.strictObject({
    spikes: steps,
    bits: steps,
    squaredError: steps.optional(),
    squaredNorm: amount.optional(),
    clipped: z.array(count).length(T).optional(),
    losses: z.strictObject({ clipped: tally, shut: tally, small: tally }).optional(),
  });
  const counts = z.strictObject({
    neurons: z.record(z.string(), neuron),
    counted: z.record(z.string(), z.strictObject({ operations: steps, accumulates: steps })),
  });
  const result = z.strictObject({
    evaluation,
    delayed: z.tuple(delayed as [(typeof delayed)[number]]).optional(),
    deviations: z.record(z.string(), deviation),
    counts,
    annMs: amount,
    snnMs: amount,
  });
  return z.strictObject({ position: count, samples: z.int().min(1), result, records: z.string().optional() });
}

/** Properties that all batches of a run share. */
export interface BatchesOf {
  readonly frame: Pick<ReportFrame, 'neurons' | 'counted' | 'output'>;
  readonly steps: number;
  /** Number of samples per batch, and of the whole run. */
  readonly batch: number;
  readonly samples: number;
}

/**
 * The batches in `stored`. Undefined if one of them cannot be a batch of the run: it has other layers or steps, a repeated
 * position or one beyond the dataset, or a wrong number of samples.
 */
export function batchesOf(stored: readonly unknown[], run: BatchesOf): readonly FinishedBatch[] | undefined {
  if (!z.array(batchSchema(run.steps)).safeParse(stored).success) return undefined;
  const batches = stored as readonly FinishedBatch[];
  const positions = new Set(batches.map(({ position }) => position));
  const sound = batches.every((one) => isOf(one, run)) && areAlike(batches);
  return sound && positions.size === batches.length ? batches : undefined;
}

const keys = (record: object): string => JSON.stringify(Object.keys(record).sort());

function isOf({ position, samples, result, records }: FinishedBatch, { frame, batch, steps, samples: all }: BatchesOf): boolean {
  const { evaluation, counts } = result;
  const names = (layers: readonly { readonly name: string }[]): string => JSON.stringify(layers.map(({ name }) => name).sort());
  return (
    samples === Math.min(batch, all - position * batch) &&
    evaluation.classes === (frame.output.shape[0] ?? 1) &&
    (records === undefined || areRecords(records, { samples, steps, classes: evaluation.classes })) &&
    keys(counts.neurons) === names(frame.neurons) &&
    keys(counts.counted) === names(frame.counted)
  );
}

const areRecords = (base64: string, of: RecordsOf): boolean => decodeRecords(Buffer.from(base64, 'base64'), of) !== undefined;

/** True if all batches hold the same kinds of sums, so that they can be added. */
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
