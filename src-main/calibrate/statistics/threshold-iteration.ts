/**
 * The paper's threshold iteration (docs/algorithm.md §6): base thresholds that minimise the quantisation error of a neuron
 * with N levels whose input is Gaussian.
 */
import { gaussianSums } from './gaussian-sums.ts';

export interface IteratedThresholds {
  readonly values: Float64Array;
  /** Indices whose threshold was not a number and fell back to 1. Name them in the calibration report. */
  readonly fellBack: readonly number[];
  /**
   * Indices whose mean lies 2.5 σ or more below zero (those that fell back included). Less than 0.7 % of a Gaussian is positive there: the threshold
   * comes from its tail and from where iteration starts, not from the data. Name them in the calibration report.
   */
  readonly unsolvable: readonly number[];
}

const ROUNDS = 100;
const START = 1;

/**
 * D = 1 − Σ (2i−1)/N²·zᵢ in double precision is rounding noise when the true value is below this (a mean about 7.5 σ below
 * zero). The published form then divides noise by noise: tried on random cases it ended as "not a number" for every
 * mean more than 8 σ below zero, for none less than 7 σ, and by chance in between.
 */
const UNRESOLVED = 2 ** -43;

/**
 * θ for each mean μ and variance σ² of a ReLU's input, with N = `levels` (T for IF, T·2ⁿ for MT, T·(2ⁿ−1) for MS).
 * `rounds` rounds from θ = 1.
 *
 * With Q and φ of a Gaussian's upper tail and density, 1 − zᵢ = 2Q(wᵢ), and §6's θ·k is
 * `θ · mean(μQ + σφ) / (2 · mean(aQ))`, D = `4/θ · mean(aQ)`: the same numbers, without the cancellation in 1 − Σ.
 */
export function thresholdIteration(
  means: ArrayLike<number>,
  variances: ArrayLike<number>,
  levels: number,
  rounds: number = ROUNDS,
): IteratedThresholds {
  const values = new Float64Array(means.length);
  const fellBack: number[] = [];
  const unsolvable: number[] = [];
  for (let index = 0; index < values.length; index++) {
    const mean = means[index]!;
    const sigma = Math.sqrt(variances[index]!);
    const theta = iterate(mean, sigma, levels, rounds);
    if (!Number.isFinite(theta)) fellBack.push(index);
    if (!isSolved(theta, mean, sigma)) unsolvable.push(index);
    values[index] = Number.isFinite(theta) ? theta : 1;
  }
  return { values, fellBack, unsolvable };
}

/** Whether the θ that iteration ended at is an answer: a number, and from enough of the input that is positive (`unsolvable`). */
export const isSolved = (theta: number, mean: number, sigma: number): boolean => Number.isFinite(theta) && mean > -2.5 * sigma;

function iterate(mean: number, sigma: number, levels: number, rounds: number): number {
  let last = START;
  for (const theta of iterationSteps(mean, sigma, levels, rounds)) last = theta;
  return last;
}

/**
 * The thresholds θ that iteration passes through for one mean and standard deviation: where it starts, then one after each
 * round, until it stands still or `rounds` are done. A last NaN: the rest would be noise (`UNRESOLVED`).
 */
export function* iterationSteps(
  mean: number,
  sigma: number,
  levels: number,
  rounds: number = ROUNDS,
): Generator<number, void, void> {
  let theta = START;
  yield theta;
  for (let round = 0; round < rounds; round++) {
    const { tailMean, weightedTail } = gaussianSums(theta, mean, sigma, levels);
    const resolved = (4 / theta) * weightedTail >= UNRESOLVED;
    const next = resolved ? (theta * tailMean) / (2 * weightedTail) : NaN;
    yield next;
    if (!resolved || next === theta) return;
    theta = next;
  }
}
