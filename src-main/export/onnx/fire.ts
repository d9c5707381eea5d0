/**
 * The firing rules of src-shared/units/fire.ts as ONNX nodes without control flow. Potential and credit are in the units of the
 * layer's input, for multi-spike neurons in units of λ. Neurons with θ = 0 send 0.
 */
import type { NeuronUnit } from '../../../src-shared/spiking/index.ts';
import type { ValueId } from '../../../src-shared/network/index.ts';
import { mostQuanta } from '../../../src-shared/units/index.ts';
import type { Term, Terms } from './terms.ts';

/** Thresholds of a layer as constants that broadcast over its value. */
export interface ThetaConstants {
  /** θ, at least 0. */
  readonly theta: Float32Array;
  readonly shape: readonly number[];
}

/** A divisor of neurons that have a threshold; 1 for the others, whose result is multiplied by 0. */
export const divisors = (values: Float32Array): Float32Array => values.map((value) => (value > 0 ? value : 1));

/**
 * The spike of a potential `m`. `credit`: the sum that a ReLU neuron may take back; undefined if there is no such limit. For multi-spike
 * neurons the number of λ, for the others the spike itself.
 */
export function fire(
  terms: Terms,
  unit: Pick<NeuronUnit, 'model' | 'levels' | 'mostSpikes' | 'rule' | 'negative'>,
  thresholds: ThetaConstants,
  m: ValueId,
  credit: Term | undefined,
): Term {
  switch (unit.model) {
    case 'if':
    case 'lif':
      return fireOnce(terms, unit, thresholds, m, credit);
    case 'mt':
      return fireMultiThreshold(terms, unit, thresholds, m, credit);
    case 'ms':
      return fireMultiSpike(terms, unit, m, credit);
  }
}

function fireOnce(
  terms: Terms,
  { negative }: Pick<NeuronUnit, 'negative'>,
  { theta, shape }: ThetaConstants,
  m: ValueId,
  credit: Term | undefined,
): Term {
  const { op, number, sub, mul, scalar, constant } = terms;
  const threshold = constant(theta, shape);
  if (threshold === null) return null;
  const up = number(op('GreaterOrEqual', [m, threshold]));
  // Nothing has been sent yet if the credit is null, so nothing can be taken back.
  if (!negative || credit === null) return mul(up, threshold);
  const below = op('LessOrEqual', [m, scalar(0)]);
  const down = credit === undefined ? below : op('And', [below, op('GreaterOrEqual', [credit, threshold])]);
  return mul(sub(up, number(down)), threshold);
}

/**
 * The largest power of two ≤ p is a sum: 2⁻⁽ⁿ⁻¹⁾ if p reaches it, and for every larger power that p reaches the difference to the
 * power before it. All of these sums are exact.
 */
function fireMultiThreshold(
  terms: Terms,
  { levels, negative }: Pick<NeuronUnit, 'levels' | 'negative'>,
  { theta, shape }: ThetaConstants,
  m: ValueId,
  credit: Term | undefined,
): Term {
  const { op, mul, constant } = terms;
  const threshold = constant(theta, shape);
  if (threshold === null) return null;
  const safe = divisors(theta);
  const u = op('Div', [
    m,
    constant(
      safe.map((value) => 0.75 * value),
      shape,
    )!,
  ]);
  const both = negative && credit !== null;
  const p = !both ? u : magnitude();
  const table = Float32Array.from({ length: levels }, (_, k) => 2 ** -k);
  const power = sumOfReached(
    terms,
    p,
    table,
    Float32Array.from(table, (_, k) => 2 ** -Math.min(k + 1, levels - 1)),
  );
  return mul(both ? mul(power, op('Sign', [u])) : power, threshold);

  /** |u|, for a negative u within the credit. */
  function magnitude(): ValueId {
    if (credit === undefined) return op('Abs', [u]);
    const covered = op('Div', [credit!, constant(safe, shape)!]);
    return op('Max', [u, op('Min', [op('Neg', [u]), covered])]);
  }
}

function fireMultiSpike(
  terms: Terms,
  { levels, mostSpikes }: Pick<NeuronUnit, 'levels' | 'mostSpikes'>,
  m: ValueId,
  credit: Term | undefined,
): Term {
  const { op, scalar } = terms;
  // A count above this number leaves this number.
  const most = mostQuanta(levels, mostSpikes);
  const whole = op('Floor', [m]);
  const count = ((): ValueId => {
    if (credit === undefined) return op('Clip', [whole, scalar(-most), scalar(most)]);
    if (credit === null) return op('Clip', [whole, scalar(0), scalar(most)]);
    const least = op('Neg', [op('Clip', [op('Floor', [credit]), scalar(0), scalar(most)])]);
    return op('Min', [op('Max', [whole, least]), scalar(most)]);
  })();
  return mostSpikes === undefined ? count : largestPowers(terms, count, levels, mostSpikes);
}

/** The `most` largest powers of two of whole numbers |count| < 2ⁿ, n = `levels`, one after the other. All sums and differences are exact. */
function largestPowers(terms: Terms, count: ValueId, levels: number, most: number): Term {
  const { op, add, sub, mul, value } = terms;
  const powers = Float32Array.from({ length: levels }, (_, k) => 2 ** k);
  let rest = op('Abs', [count]);
  let kept: Term = null;
  for (let spikes = 0; spikes < most; spikes++) {
    // A power that is reached adds its difference to the power before it.
    const steps = powers.map((power) => Math.max(1, power / 2));
    const power = sumOfReached(terms, rest, powers, steps);
    kept = add(kept, power);
    if (spikes + 1 < most) rest = value(sub(rest, power));
  }
  return mul(kept, op('Sign', [count]));
}

/** Σ of `weights` over the entries of `table` that p reaches. */
function sumOfReached({ op, number, constant, ints }: Terms, p: ValueId, table: Float32Array, weights: Float32Array): ValueId {
  const [entries, factors] = [constant(table, [table.length])!, constant(weights, [weights.length, 1])!];
  const reached = number(op('GreaterOrEqual', [op('Unsqueeze', [p, ints([-1])]), entries]));
  return op('Squeeze', [op('MatMul', [reached, factors]), ints([-1])]);
}
