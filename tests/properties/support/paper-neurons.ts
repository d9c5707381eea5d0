/**
 * The neurons of docs/algorithm.md §3 as they stand there, rate and differential apart, to hold the one general form (§8) to. Terms
 * are added in the order of the published implementation, so that the same numbers come out.
 */
import type { NeuronUnit } from '../../../src-shared/spiking/index.ts';
import type { UnitStep } from '../../../src-shared/units/index.ts';

/** The spike for a potential m and sum c that a ReLU neuron has sent; `negative`: it may take back. */
function fire({ model, levels, rule, negative }: NeuronUnit, theta: number, m: number, c: number): number {
  if (theta === 0) return 0;
  const covered = (spike: number): boolean => rule === 'signed' || (negative && c >= spike);
  if (model === 'if') {
    if (m >= theta) return theta;
    return m <= 0 && covered(theta) ? -theta : 0;
  }
  for (let k = 0; k < levels; k++) if (m >= (theta / 2 ** k) * 0.75) return theta / 2 ** k;
  for (let k = 0; k < levels; k++) if (m <= -(theta / 2 ** k) * 0.75 && covered(theta / 2 ** k)) return -theta / 2 ** k;
  return 0;
}

/**
 * A layer of IF or MT neurons whose input and output have the same coding. `theta`, `b`: of every neuron of the batch. `round` is
 * applied to the result of every operation: `Math.fround` for the published implementation in 32 bits.
 */
export function paperNeuron(
  unit: NeuronUnit,
  theta: Float64Array,
  b: Float64Array,
  round = (value: number): number => value,
): UnitStep {
  const m = theta.map((value) => value * (unit.initial ?? (unit.model === 'if' ? 1 / 2 : 0)));
  const c = new Float64Array(theta.length);
  const eIn = b.slice();
  const eOut = new Float64Array(theta.length);
  if (unit.coding === 'rate') {
    return (x) =>
      x.map((value, i) => {
        m[i] = round(m[i]! + value);
        const s = fire(unit, theta[i]!, m[i]!, c[i]!);
        c[i] = round(c[i]! + s);
        m[i] = round(m[i]! - s);
        return s;
      });
  }
  return (x, t) =>
    x.map((value, i) => {
      m[i] = round(round(round(round(m[i]! + value) - b[i]!) + eIn[i]!) - eOut[i]!);
      c[i] = round(c[i]! + eOut[i]!);
      const s = fire(unit, theta[i]!, m[i]!, c[i]!);
      c[i] = round(c[i]! + s);
      m[i] = round(m[i]! - s);
      eIn[i] = round(eIn[i]! + round(round(value - b[i]!) / (t + 1)));
      eOut[i] = round(eOut[i]! + round(s / (t + 1)));
      return s;
    });
}
