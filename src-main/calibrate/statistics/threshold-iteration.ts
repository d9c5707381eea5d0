/**
 * The paper's threshold iteration (docs/algorithm.md §6). It finds the base threshold that minimises the quantisation error of a
 * neuron with N levels and a Gaussian input.
 */
import { gaussianSums } from './gaussian-sums.ts';

export interface IteratedThresholds {
  readonly values: Float64Array;
  /** Indices whose iteration ended at NaN. Their threshold is 1. */
  readonly fellBack: readonly number[];
  /**
   * Indices whose threshold says little about the data: the mean lies 2.5 σ or more below zero, so that less than 0.7 % of the
   * Gaussian is positive. The threshold then follows from the tail of the Gaussian and from the start of the iteration. Includes
   * `fellBack`.
   */
  readonly unsolvable: readonly number[];
}

/** Number of rounds of the published implementation, and the θ that it starts from. */
const ROUNDS = 100;
const START = 1;

/**
 * The denominator D = 1 − Σ (2i−1)/N²·zᵢ is rounding noise in double precision if its true value is below this limit. This happens
 * if the mean lies more than about 7.5 σ below zero. The published form then divides noise by noise. In tests on random cases it
 * ended at NaN for every mean more than 8 σ below zero and for no mean less than 7 σ below zero. In between, chance decided.
 */
const UNRESOLVED = 2 ** -43;

/**
 * The threshold θ for each mean μ and variance σ² of a ReLU's input. `levels`: the number of levels N (`iterationLevels`).
 * `rounds`: the largest number of rounds, from θ = 1.
 *
 * The code writes the equations of §6 with the density φ and the upper tail Q of the standard normal distribution, where
 * 1 − zᵢ = 2Q(wᵢ). The next threshold θ·k is then θ · mean(μQ + σφ) / (2 · mean(aQ)), and D = 4/θ · mean(aQ). These are the same
 * numbers, without the loss of digits in 1 − Σ.
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

/** True if the θ that iteration ended at is finite and enough of the input is positive (see `unsolvable`). */
export const isSolved = (theta: number, mean: number, sigma: number): boolean => Number.isFinite(theta) && mean > -2.5 * sigma;

function iterate(mean: number, sigma: number, levels: number, rounds: number): number {
  let last = START;
  for (const theta of iterationSteps(mean, sigma, levels, rounds)) last = theta;
  return last;
}

/**
 * Yields the thresholds θ of an iteration for one mean and standard deviation: the start, then θ after each round. It ends if θ no
 * longer changes or after `rounds` rounds. It ends with NaN if D is too small to compute (`UNRESOLVED`).
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
