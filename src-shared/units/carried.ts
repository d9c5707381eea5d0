/**
 * The range of float activations that a layer's thresholds can carry (docs/thresholds.md). It depends on the neuron's settings,
 * its base threshold θ and the number of steps, and not on the input that the neuron received, so that a layer is not blamed for
 * errors of the layers before it.
 */
import { initialPotential } from './fire.ts';
import type { NeuronSettings } from './neuron.ts';

/**
 * Ways in which θ loses an activation.
 * - `clipped`: the activation is larger than the largest value that the neuron can decode to.
 * - `shut`: next to nothing of it can be decoded.
 * - `small`: the neuron never leaves 0.
 */
export const LOSSES = ['clipped', 'shut', 'small'] as const;
/** A way in which θ loses an activation. */
export type Loss = (typeof LOSSES)[number];

/** A record with the result of `make` for each loss, in the order of `LOSSES`. */
export const lossRecord = <T>(make: (index: number, loss: Loss) => T): Record<Loss, T> => ({
  clipped: make(0, 'clipped'),
  shut: make(1, 'shut'),
  small: make(2, 'small'),
});

/** The settings of a layer that decide on its losses, besides θ. */
export type CarriedSettings = Pick<
  NeuronSettings,
  'model' | 'rule' | 'levels' | 'mostSpikes' | 'tau' | 'initial' | 'coding' | 'inputCoding'
>;

/** The range of a layer's activations, in units of each neuron's base threshold θ. */
export interface CarriedRange {
  /** Largest magnitude that the output can decode to after all steps. */
  readonly most: number;
  /**
   * Smallest positive value at which a neuron sends anything, if its input has that value at every step; and the smallest
   * magnitude of a negative one.
   */
  readonly first: number;
  readonly firstNegative: number;
}

/** An activation is shut out if less than this share of it can be decoded: θ is 0, or next to nothing. */
const NEXT_TO_NOTHING = 0.01;
/** Relative difference that rounding explains: statistics and activations of one network differ by less. */
const ROUNDING = 1e-4;
/** Activations below this share of θ are rounding errors of the float network: they count as 0. */
const ZERO = 2 ** -20;

/**
 * The range of a layer over `steps` time steps. `tau` is the leak of the network's coding, 1 for codings that are not leaky.
 *
 * The estimate that a layer sends is Σ w[t]·s[t], with w[t] = τ⁻ᵗ/T for rate and τ⁻ᵗ/(t+1) for differential output. No spike is
 * larger than θ; for a multi-spike neuron with at most K spikes a step (n without a limit) the sum is at most λ(2ⁿ−2ⁿ⁻ᴷ) = θ(2 − 2¹⁻ᴷ). A
 * value a that comes at every step moves the membrane potential by a·Σ τᵗ with the neuron's leak. Until the first spike the initial
 * potential (§3) leaks as well.
 */
export function carriedRange(settings: CarriedSettings, steps: number, tau: number): CarriedRange {
  const { model, rule, levels, mostSpikes = levels, tau: leak, coding, inputCoding } = settings;
  const largest = model === 'ms' ? 2 - 2 ** (1 - mostSpikes) : 1;
  // A positive spike needs a potential of at least `up`, a negative one of at most `down`.
  const quantum = 2 ** (1 - levels);
  const [up, down] = { if: [1, 0], lif: [1, 0], mt: [0.75 * quantum, -0.75 * quantum], ms: [quantum, 0] }[model] as [
    number,
    number,
  ];
  let [weights, gain, rest, first, firstNegative] = [0, 0, initialPotential(settings), Infinity, Infinity];
  for (let t = 0; t < steps; t++) {
    weights += tau ** -t / (coding === 'rate' ? steps : t + 1);
    gain = leak * gain + (inputCoding === 'rate' ? tau : leak) ** t;
    rest *= leak;
    first = Math.min(first, (up - rest) / gain);
    firstNegative = Math.min(firstNegative, (rest - down) / gain);
  }
  // A start that sends a spike by itself: the least values of either sign send something too. Only signed neurons send a negative one first.
  const fires = first < 0 || (rule === 'signed' && firstNegative < 0);
  return { most: largest * weights, first: fires ? 0 : first, firstNegative: fires ? 0 : firstNegative };
}

/**
 * Bounds on magnitudes in units of θ, for `lossOf`. An activation is clipped above the first bound and shut out above the second.
 * It is small if it is below the third (negative ones: the fourth) and above the fifth.
 */
export type LossBounds = readonly [clipped: number, shut: number, first: number, firstNegative: number, zero: number];

/** The bounds of a range, with margins for rounding. */
export function lossBounds({ most, first, firstNegative }: CarriedRange): LossBounds {
  const reach = most * (1 + ROUNDING);
  return [reach, reach / NEXT_TO_NOTHING, first, firstNegative, ZERO];
}

/**
 * The magnitudes, in units of θ, above which an activation is clipped by the estimate after 1…T steps. Corrections reach further with
 * every step, so that later values are never smaller. The last is the first bound of `lossBounds`.
 */
export const reachAfterSteps = (settings: CarriedSettings, steps: number, tau: number): number[] =>
  Array.from({ length: steps }, (_, t) => lossBounds(carriedRange(settings, t + 1, tau))[0]);

/** How θ loses an activation; null if θ carries it, or if there is nothing to carry. */
export function lossOf(activation: number, theta: number, [clipped, shut, first, firstNegative, zero]: LossBounds): Loss | null {
  const magnitude = Math.abs(activation);
  if (magnitude > theta * clipped) return magnitude > theta * shut ? 'shut' : 'clipped';
  const least = theta * (activation < 0 ? firstNegative : first);
  return magnitude < least && magnitude > theta * zero ? 'small' : null;
}
