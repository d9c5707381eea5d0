/**
 * Runs a network over a source of samples, batch by batch. Each batch gives plain JSON (`RunBatchSums`), so that batches can be
 * stored, skipped if they are stored already, and added in order at the end. A run that was cancelled and resumed, or split into
 * shards, therefore ends with the same numbers to the last bit.
 */
import {
  addDelayed,
  addDeviations,
  addEvaluations,
  type DelayedRow,
  type DeviationSums,
  encodeRecords,
  evaluateSamples,
  type EvaluationBatch,
  type EvaluationSums,
  sumDelayed,
  sumDeviation,
  sumEvaluation,
} from '../../../src-shared/metrics/index.ts';
import { readoutFromOf } from '../../../src-shared/plan/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import type { Shape } from '../../../src-shared/tensor/index.ts';
import { batches, type SampleBatch, type SampleSource } from '../../dataset/index.ts';
import type { EngineSession } from '../../../src-shared/engine/index.ts';
import { addCounts, type CountSums, countSums } from './batch-sums.ts';
import { checkOutputs } from '../model/check-outputs.ts';
import { classScores } from './class-scores.ts';
import { batchFirst, type OutputLayout, outputLayouts } from '../model/output-layout.ts';
import { type ServiceContext, trackProgress } from '../progress.ts';
import type { CheckedBatch } from './self-check.ts';

export interface RunBatchSums {
  /** Sums for the network's first output. */
  readonly evaluation: EvaluationSums;
  /** Counts of the delayed readout. Absent if an older version stored the batch, or if the output is no class vector. */
  readonly delayed?: readonly DelayedRow[];
  /** Sums for outputs that are not class vectors, by name. */
  readonly deviations: Readonly<Record<string, DeviationSums>>;
  readonly counts: CountSums;
  /** Wall-clock time of the float and of the spiking network, in ms. */
  readonly annMs: number;
  readonly snnMs: number;
}

/** One finished batch of a run. */
export interface FinishedBatch {
  /** Index of the batch in the dataset, from 0. */
  readonly position: number;
  readonly samples: number;
  readonly result: RunBatchSums;
  /**
   * Records of its samples for the first output (`encodeRecords`), in base64. Absent if an older version stored the batch, or if
   * the output is no class vector.
   */
  readonly records?: string;
}

export interface RunDatasetOptions {
  readonly steps: number;
  /** Samples per batch. */
  readonly batch: number;
  /** Positions of the batches to run, ascending, without those that are finished already. */
  readonly positions: readonly number[];
  readonly conversionError: boolean;
  /** Called with each batch as soon as it is finished, in the order of `positions`. */
  readonly onBatch: (batch: FinishedBatch) => void;
  /**
   * Called with the outputs of each batch, sample by sample (output-layout.ts), before their memory is reused. One array per
   * network output: `[T, B, …]` for the spiking network, `[B, …]` for the float network.
   */
  readonly onOutputs?: (logits: readonly Float64Array[], float: readonly Float64Array[], samples: number) => Promise<void>;
  /** Called with the first batch and the time it took in ms, before its results are used. */
  readonly onFirst?: ((first: CheckedBatch, ms: number) => Promise<void>) | undefined;
}

/** Number of batches of a source. */
export const batchCount = (source: SampleSource, batch: number): number => Math.ceil(source.count / batch);

/** Runs the batches at `positions`. Stops at once if cancelled. Passes on the errors of the engine, the source and `checkOutputs`. */
export async function runDataset(
  session: EngineSession,
  spiking: SpikingNetwork,
  source: SampleSource,
  options: RunDatasetOptions,
  { signal, onProgress }: ServiceContext,
): Promise<void> {
  const { steps, batch: size, positions } = options;
  const pending = positions.reduce((sum, position) => sum + Math.min(size, source.count - position * size), 0);
  const start = source.count - pending;
  const progress = trackProgress(onProgress, 'simulating', source.count, start);
  const layouts = outputLayouts(spiking.network);
  let done = start;
  // An engine may compile for long before it has something to say.
  progress(done);
  for await (const { position, data, count, labels } of pendingBatches(source, size, positions, signal)) {
    const began = performance.now();
    const ownFloat = await session.float(data, count, { signal });
    const between = performance.now();
    const result = await session.run(data, count, {
      steps,
      signal,
      onProgress: (fraction) => progress(done + fraction * count),
      record: { conversionError: options.conversionError },
    });
    const ended = performance.now();
    signal.throwIfAborted();
    const float = layouts.map(({ outer }, index) => batchFirst(ownFloat[index]!, 1, outer, count));
    const logits = layouts.map(({ outer }, index) => batchFirst(result.logits[index]!, steps, outer, count));
    checkOutputs(spiking, { source: source.name, first: position * size, samples: count, float, result: { ...result, logits } });
    if (position === positions[0]) await options.onFirst?.({ data, samples: count, steps, logits: result.logits }, ended - began);
    await options.onOutputs?.(logits, float, count);
    const { records, ...sums } = outputSums(spiking, layouts, { steps, logits, float, samples: count, labels });
    const counts = countSums(spiking, result);
    options.onBatch({
      position,
      samples: count,
      result: { ...sums, counts, annMs: between - began, snnMs: ended - between },
      ...records,
    });
    done += count;
    progress(done);
  }
}

/** A batch, and its position in the dataset. */
export interface PendingBatch extends SampleBatch {
  readonly position: number;
}

/** Reads the batches at `positions`. Consecutive batches are read ahead together. */
export async function* pendingBatches(
  source: SampleSource,
  size: number,
  positions: readonly number[],
  signal: AbortSignal,
): AsyncGenerator<PendingBatch, void, void> {
  for (const [first, end] of neighbours(positions)) {
    const from = first * size;
    const count = Math.min(end * size, source.count) - from;
    const part: SampleSource = {
      ...source,
      count,
      ...(source.labels ? { labels: source.labels.subarray(from, from + count) } : {}),
      nameOf: (index) => source.nameOf(from + index),
      read: (a, b, abort) => source.read(from + a, from + b, abort),
    };
    for await (const batch of batches(part, size, signal)) yield { ...batch, position: first + batch.from / size };
  }
}

/** Groups consecutive numbers into half-open ranges: `[1, 2, 3, 7]` gives `[[1, 4], [7, 8]]`. */
function neighbours(positions: readonly number[]): [first: number, end: number][] {
  const ranges: [number, number][] = [];
  for (const position of positions) {
    const last = ranges.at(-1);
    if (last?.[1] === position) last[1]++;
    else ranges.push([position, position + 1]);
  }
  return ranges;
}

interface BatchOutputs {
  readonly steps: number;
  readonly logits: readonly Float64Array[];
  readonly float: readonly Float64Array[];
  readonly samples: number;
  readonly labels: Int32Array | undefined;
}

function outputSums(
  { network, readout }: SpikingNetwork,
  layouts: readonly OutputLayout[],
  outputs: BatchOutputs,
): Pick<RunBatchSums, 'evaluation' | 'delayed' | 'deviations'> & { readonly records: Pick<FinishedBatch, 'records'> } {
  const { steps, logits, float, samples, labels } = outputs;
  const from = readoutFromOf({ readout });
  const shapes = layouts.map(({ sample }) => sample);
  const scores = classScores(shapes[0]!, steps, samples, logits[0]!, float[0]!);
  const batch = { ...scores, steps, from, ...(shapes[0]!.length === 1 && labels ? { labels } : {}) };
  const deviations = network.outputs.flatMap(({ name }, index) => {
    if (index === 0 && isClassVector(shapes[0]!)) return [];
    const sums = sumDeviation({ steps, samples, logits: logits[index]!, float: float[index]!, from });
    const scoresOf = classScores(shapes[index]!, steps, samples, logits[index]!, float[index]!);
    return [[name, { ...sums, ...answersOf(shapes[index]!, { ...scoresOf, steps, from }) }] as const];
  });
  const others = { deviations: Object.fromEntries(deviations) };
  if (!isClassVector(shapes[0]!)) return { evaluation: sumEvaluation(batch), ...others, records: {} };
  const { sums, records } = evaluateSamples(batch);
  const block = Buffer.from(encodeRecords(records, batch.classes)).toString('base64');
  return { evaluation: sums, delayed: sumDelayed(batch), ...others, records: { records: block } };
}

/** For each position, how often the largest value along axis 1 is at the same index as in the float network; empty if axis 1 has a single value. */
function answersOf(shape: Shape, batch: EvaluationBatch) {
  if ((shape[0] ?? 1) < 2) return {};
  const { agree, samples: answers } = sumEvaluation({ ...batch, margins: [] });
  return { answers, agree };
}

/** True for the output shape `[K]` of a classifier of at least two classes. */
export const isClassVector = (shape: Shape): boolean => shape.length === 1 && shape[0]! > 1;

/** The sum of all batches, added in the order of the dataset. */
export function foldBatches(finished: readonly FinishedBatch[]): RunBatchSums {
  const [first, ...rest] = finished.toSorted((a, b) => a.position - b.position).map(({ result }) => result);
  if (!first) throw new Error('a run without batches');
  return rest.reduce(
    (all, next) => ({
      evaluation: addEvaluations(all.evaluation, next.evaluation),
      ...(all.delayed && next.delayed ? { delayed: addDelayed(all.delayed, next.delayed) } : {}),
      deviations: Object.fromEntries(
        Object.entries(all.deviations).map(([name, sums]) => [name, addDeviations(sums, next.deviations[name]!)]),
      ),
      counts: addCounts(all.counts, next.counts),
      annMs: all.annMs + next.annMs,
      snnMs: all.snnMs + next.snnMs,
    }),
    first,
  );
}
