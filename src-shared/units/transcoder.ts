/**
 * Changes the coding of a value at the point where codings meet (docs/algorithm.md §8). A transcoder sends real values, not
 * spikes.
 */
import type { ValueCoding } from '../spiking/index.ts';
import { repeated } from './unit-step.ts';
import type { UnitStep } from './unit-step.ts';

/**
 * From rate to differential: sends d[t] = x[t] − e, then e ← e + d[t]/(t+1); e starts at 0 and is the running mean.
 * From differential to rate: sends r[t] = (x[t] − b) + e, then e ← e + (x[t] − b)/(t+1); e starts at b.
 * `constant` is b of the input for one sample `[…]` (from differential only). Between equal codings a transcoder sends its input.
 */
export function createTranscoder(
  from: ValueCoding,
  to: ValueCoding,
  constant: Float64Array | undefined,
  batch: number,
): UnitStep {
  if (from === to) return (x) => x.slice();
  let estimate: Float64Array | undefined;
  if (from === 'rate') {
    return (x, t) => {
      const e = (estimate ??= new Float64Array(x.length));
      const sent = x.map((value, i) => value - e[i]!);
      for (let i = 0; i < e.length; i++) e[i] = e[i]! + sent[i]! / (t + 1);
      return sent;
    };
  }
  return (x, t) => {
    const size = x.length / batch;
    const e = (estimate ??= repeated(constant, batch, size));
    const changes = x.map((value, i) => value - (constant?.[i % size] ?? 0));
    const sent = changes.map((change, i) => change + e[i]!);
    for (let i = 0; i < e.length; i++) e[i] = e[i]! + changes[i]! / (t + 1);
    return sent;
  };
}
