/**
 * Compares what two engines answered, sample by sample: the running means after the first step and after the last one. A 32-bit engine
 * may decide a membrane that lies within rounding of a threshold otherwise, and one such decision changes what follows; which samples a
 * tie reaches is told by running the reference engine again with its thresholds moved by about as much as rounding moves them.
 */
import type { NetworkPort } from '../../../src-shared/network/index.ts';
import { batchOuter } from '../../../src-shared/spiking/batch-layout.ts';
import type { SpikingNetwork, Thresholds } from '../../../src-shared/spiking/index.ts';
import type { BatchResult } from '../engine.ts';
import { restrictedTo } from './restrict.ts';

/** Largest relative difference of a sample that rounding alone explains. */
export const ROUNDING = 2e-5;

/** How thresholds are moved: all by the same fraction, or each by its own, up to that one. */
interface Shift {
  readonly by: number;
  /** Which of the patterns; absent: all alike. */
  readonly pattern?: number;
}

/**
 * Tried in turn until every difference is explained: rounding of one operation first, then that of a sum of some ten terms. All thresholds
 * alike move what comes in from outside against them; thresholds each by its own move sums of spikes against each other, too.
 */
const SHIFTS: readonly Shift[] = [
  { by: 1e-7 },
  { by: -1e-7 },
  { by: 2e-7, pattern: 1 },
  { by: 2e-7, pattern: 2 },
  { by: 1e-6, pattern: 3 },
  { by: 1e-6, pattern: 4 },
  { by: 1e-6, pattern: 5 },
  { by: 1e-6, pattern: 6 },
];

/** A sample of an output whose running mean differs between the two engines. */
export interface Difference {
  readonly output: string;
  readonly sample: number;
  /** Steps that the mean is of: 1, or all. */
  readonly steps: number;
  /** Largest difference of a value of the sample, relative to the largest value of the reference. */
  readonly distance: number;
  /** Largest such difference that moved thresholds make in the reference itself; above ROUNDING, a tie reaches the sample. */
  readonly spread: number;
}

export interface Agreement {
  /** Samples of outputs compared, each after the first step and after the last one. */
  readonly compared: number;
  /** Those that differ by more than rounding, with and without a tie. */
  readonly differences: readonly Difference[];
}

/** True where no tie explains a difference. */
export const isUnexplained = ({ spread }: Difference): boolean => !(spread > ROUNDING);

export interface Answers {
  readonly spiking: SpikingNetwork;
  readonly batch: number;
  readonly steps: number;
  /** Of the engine that is checked, and of the reference engine. */
  readonly ours: BatchResult;
  readonly reference: BatchResult;
  /** Runs a network of other thresholds on the same samples in the reference engine. */
  readonly rerun: (spiking: SpikingNetwork) => Promise<BatchResult>;
  /** Instead of ROUNDING: the difference from which on a sample is looked at. */
  readonly tolerance?: number;
}

/** Compares two results of one batch. The reference runs again only for outputs that differ. */
export async function compareAnswers(answers: Answers): Promise<Agreement> {
  const { spiking, ours, reference, rerun, tolerance = ROUNDING } = answers;
  const { outputs } = spiking.network;
  const entries = outputs.flatMap((output, index) => distancesOf(answers, output, ours.logits[index]!, reference.logits[index]!));
  const differing = entries.filter(({ distance }) => !(distance <= tolerance));
  const spreads = new Map(differing.map((entry) => [keyOf(entry), 0]));
  for (const shift of SHIFTS) {
    const open = new Set(differing.filter((entry) => !(spreads.get(keyOf(entry))! > ROUNDING)).map(({ output }) => output));
    if (open.size === 0) break;
    const left = outputs.filter(({ name }) => open.has(name));
    const moved = await rerun(withShiftedThresholds(restrictedTo(spiking, left), shift));
    left.forEach((output, index) => {
      const before = reference.logits[outputs.indexOf(output)]!;
      for (const entry of distancesOf(answers, output, moved.logits[index]!, before)) {
        const known = spreads.get(keyOf(entry));
        if (known !== undefined) spreads.set(keyOf(entry), Math.max(known, entry.distance));
      }
    });
  }
  return {
    compared: entries.length,
    differences: differing.map((entry) => ({ ...entry, spread: spreads.get(keyOf(entry))! })),
  };
}

type Entry = Omit<Difference, 'spread'>;

const keyOf = ({ output, sample, steps }: Entry): string => `${output} ${sample} ${steps}`;

/** Distances of the samples of one output after the first step and after the last one. */
function distancesOf(
  { spiking, batch, steps }: Answers,
  { name, value }: NetworkPort,
  ours: Float64Array,
  theirs: Float64Array,
): Entry[] {
  // Values that conversion adds (spikes, transcoders) are batch-first.
  const outer = batchOuter(spiking.network).get(value) ?? 1;
  return [...new Set([1, steps])].flatMap((count) => {
    const [a, b] = [ours, theirs].map((decoded) => runningMean(decoded, steps, count));
    const distances = sampleDistances(a!, b!, outer, batch);
    return Array.from(distances, (distance, sample): Entry => ({ output: name, sample, steps: count, distance }));
  });
}

/** Mean of the first `count` of `steps` decoded steps of an output, `[B, …]` flat. */
export function runningMean(decoded: Float64Array, steps: number, count: number = steps): Float64Array {
  const size = decoded.length / steps;
  const mean = new Float64Array(size);
  for (let t = 0; t < count; t++) for (let i = 0; i < size; i++) mean[i]! += decoded[t * size + i]! / count;
  return mean;
}

/**
 * Largest difference in every sample of two values `[outer, B, inner]`, relative to the largest magnitude of `theirs` in that sample, or
 * a tenth of the largest in the batch: a sample of almost nothing is not held to its own last bits.
 */
export function sampleDistances(
  ours: ArrayLike<number>,
  theirs: ArrayLike<number>,
  outer: number,
  batch: number,
): Float64Array {
  const inner = theirs.length / outer / batch;
  const apart = new Float64Array(batch);
  const sizes = new Float64Array(batch);
  for (let i = 0; i < theirs.length; i++) {
    const sample = Math.floor(i / inner) % batch;
    apart[sample] = Math.max(apart[sample]!, differenceOf(ours[i]!, theirs[i]!));
    if (Number.isFinite(theirs[i])) sizes[sample] = Math.max(sizes[sample]!, Math.abs(theirs[i]!));
  }
  const largest = Math.max(...sizes);
  return apart.map((difference, sample) => (difference === 0 ? 0 : difference / Math.max(sizes[sample]!, largest / 10)));
}

/** Infinities and undefined results are equal to their like only. */
function differenceOf(a: number, b: number): number {
  if (Object.is(a, b)) return 0;
  return Number.isFinite(a) && Number.isFinite(b) ? Math.abs(a - b) : Number.POSITIVE_INFINITY;
}

/** The network with its thresholds moved. */
function withShiftedThresholds(spiking: SpikingNetwork, { by, pattern }: Shift): SpikingNetwork {
  const factor = (layer: number, index: number): number =>
    1 + by * (pattern === undefined ? 1 : Math.sin(pattern * (1 + 3 * layer) + 7 * index));
  const moved = (thresholds: Thresholds, layer: number): Thresholds => ({
    ...thresholds,
    values: thresholds.values.map((value, index) => value * factor(layer, index)),
  });
  return {
    ...spiking,
    stages: spiking.stages.map((stage, layer) =>
      stage.kind === 'neuron' ? { ...stage, thresholds: moved(stage.thresholds, layer) } : stage,
    ),
  };
}
