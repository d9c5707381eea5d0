/**
 * Compares the answers of two engines sample by sample: the running means after the first step and after the last. A 32-bit
 * engine may decide differently if a membrane potential is within rounding of a threshold, and one such decision (a tie) changes
 * all that follows. To find the samples that a tie reaches, the reference engine runs again with its thresholds moved by about as
 * much as rounding moves them.
 */
import type { NetworkPort } from '../../../src-shared/network/index.ts';
import { batchOuter } from '../../../src-shared/spiking/batch-layout.ts';
import type { SpikingNetwork, Thresholds } from '../../../src-shared/spiking/index.ts';
import type { BatchResult } from '../../../src-shared/engine/index.ts';
import { restrictedTo } from './restrict.ts';

/** Largest relative difference of a sample that rounding alone explains. */
export const ROUNDING = 2e-5;

/** A move of thresholds: all by the same fraction, or each by its own fraction up to that one. */
interface Shift {
  readonly by: number;
  /** Index of the pattern of fractions. Absent: all thresholds move alike. */
  readonly pattern?: number;
}

/**
 * Moves that are tried in turn until every difference is explained: the rounding of one operation, of a sum of about ten terms,
 * then of functions, normalisations and small thresholds beside large values. Moving all thresholds alike shifts them against the
 * network's input; moving each by its own fraction also shifts sums of spikes against each other.
 */
const SHIFTS: readonly Shift[] = [
  { by: 1e-7 },
  { by: -1e-7 },
  ...[1e-7, 1e-6, 5e-6, 2e-5].flatMap((by, size) => [1, 2, 3, 4, 5, 6].map((turn) => ({ by, pattern: 10 * size + turn }))),
];

/** A sample of an output whose running mean differs between the two engines. */
export interface Difference {
  readonly output: string;
  readonly sample: number;
  /** Number of steps in the mean: 1, or all. */
  readonly steps: number;
  /** Largest difference of a value of the sample, relative to the largest value of the reference. */
  readonly distance: number;
  /** Largest difference of the same kind that moved thresholds make in the reference engine. */
  readonly spread: number;
  /**
   * The smallest move of thresholds that makes a difference beyond rounding: a tie reaches the sample. Absent: no tie explains
   * the difference.
   */
  readonly shift?: number;
}

export interface Agreement {
  /** Number of compared samples of outputs; each is compared after the first step and after the last. */
  readonly compared: number;
  /** The samples that differ by more than rounding, with and without a tie. */
  readonly differences: readonly Difference[];
}

/** True if there is a difference that no tie explains. */
export const isUnexplained = ({ shift }: Difference): boolean => shift === undefined;

export interface Answers {
  readonly spiking: SpikingNetwork;
  readonly batch: number;
  readonly steps: number;
  /** Results of the engine that is checked, and of the reference engine. */
  readonly ours: BatchResult;
  readonly reference: BatchResult;
  /** Runs the network with other thresholds on the same samples in the reference engine. */
  readonly rerun: (spiking: SpikingNetwork) => Promise<BatchResult>;
  /** Replaces ROUNDING: the smallest difference that is examined. */
  readonly tolerance?: number;
  /** Replaces `isTie`: whether the effect of a move of thresholds explains a difference. */
  readonly explains?: (moved: MovedAnswer) => boolean;
}

/** The effect of a move of thresholds on the reference engine's answer. */
export interface MovedAnswer {
  /** The sample whose difference is to be explained. */
  readonly distance: number;
  /** Largest difference that moved thresholds made, of this sample and of all samples of the output. */
  readonly spread: number;
  readonly spreadOfAll: number;
  /** Fraction by which thresholds were moved. */
  readonly shift: number;
}

/**
 * A change in proportion to the move is not a tie: a decision that changes makes a difference many times larger than the move.
 */
const DISPROPORTION = 20;
const isTie = ({ spread, shift }: MovedAnswer): boolean => spread > Math.max(ROUNDING, DISPROPORTION * shift);

/** Compares two results of one batch. The reference runs again only for outputs that differ. */
export async function compareAnswers(answers: Answers): Promise<Agreement> {
  const { spiking, ours, reference, rerun, tolerance = ROUNDING, explains = isTie } = answers;
  const { outputs } = spiking.network;
  const entries = outputs.flatMap((output, index) => distancesOf(answers, output, ours.logits[index]!, reference.logits[index]!));
  const differing = new Map<string, Difference>();
  for (const entry of entries) if (!(entry.distance <= tolerance)) differing.set(keyOf(entry), { ...entry, spread: 0 });
  for (const shift of SHIFTS) {
    const open = new Set([...differing.values()].filter(isUnexplained).map(({ output }) => output));
    if (open.size === 0) break;
    const left = outputs.filter(({ name }) => open.has(name));
    const moved = await rerun(withShiftedThresholds(restrictedTo(spiking, left), shift));
    for (const [index, output] of left.entries()) {
      const before = reference.logits[outputs.indexOf(output)]!;
      const changed = distancesOf(answers, output, moved.logits[index]!, before);
      for (const entry of changed) {
        const known = differing.get(keyOf(entry));
        if (!known) continue;
        const spread = Math.max(known.spread, entry.distance);
        const spreadOfAll = Math.max(...changed.filter(({ steps }) => steps === entry.steps).map(({ distance }) => distance));
        const by = Math.abs(shift.by);
        const reached = isUnexplained(known) && explains({ distance: known.distance, spread, spreadOfAll, shift: by });
        differing.set(keyOf(entry), { ...known, spread, ...(reached ? { shift: by } : {}) });
      }
    }
  }
  return { compared: entries.length, differences: [...differing.values()] };
}

type Entry = Omit<Difference, 'spread' | 'shift'>;

const keyOf = ({ output, sample, steps }: Entry): string => `${output} ${sample} ${steps}`;

/** Distances of the samples of one output after the first step and after the last one. */
function distancesOf(
  { spiking, batch, steps }: Answers,
  { name, value }: NetworkPort,
  ours: Float64Array,
  theirs: Float64Array,
): Entry[] {
  // Values that conversion adds (spikes, transcoders) have the batch as their first axis.
  const outer = batchOuter(spiking.network).get(value) ?? 1;
  return [...new Set([1, steps])].flatMap((count) => {
    const [a, b] = [ours, theirs].map((decoded) => runningMean(decoded, steps, count));
    const distances = sampleDistances(a!, b!, largestOf(theirs, steps, count), outer, batch);
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

/** Largest magnitude of the first `count` of `steps` decoded steps of an output, `[B, …]` flat. */
function largestOf(decoded: Float64Array, steps: number, count: number): Float64Array {
  const size = decoded.length / steps;
  const largest = new Float64Array(size);
  for (let t = 0; t < count; t++)
    for (let i = 0; i < size; i++) largest[i] = Math.max(largest[i]!, Math.abs(decoded[t * size + i]!));
  return largest;
}

/**
 * Largest difference in every sample of two values `[outer, B, inner]`, relative to the largest entry of `sizes` in that sample.
 * Rounding is a fraction of the steps' size, not of a mean in which large steps cancel. At least a tenth of the batch's largest
 * entry counts, so that a sample of almost nothing is not held to its last bits.
 */
export function sampleDistances(
  ours: ArrayLike<number>,
  theirs: ArrayLike<number>,
  sizes: ArrayLike<number>,
  outer: number,
  batch: number,
): Float64Array {
  const inner = theirs.length / outer / batch;
  const apart = new Float64Array(batch);
  const largest = new Float64Array(batch);
  for (let i = 0; i < theirs.length; i++) {
    const sample = Math.floor(i / inner) % batch;
    apart[sample] = Math.max(apart[sample]!, differenceOf(ours[i]!, theirs[i]!));
    const size = Math.abs(sizes[i]!);
    if (Number.isFinite(size)) largest[sample] = Math.max(largest[sample]!, size);
  }
  const most = Math.max(...largest) / 10;
  return apart.map((difference, sample) => difference / (Math.max(largest[sample]!, most) || 1));
}

/** An infinite or undefined result is equal only to the same one. */
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
