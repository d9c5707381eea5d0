/** The linear layers of one step, in whole numbers. Every sum fits into 32 bits by the bounds that the network was made with. */
import { rescaled } from '../arithmetic.ts';
import type { FixedConv, FixedLinear, FixedMove, FixedSum, FixedWindowSum, PerEntryFactor } from '../network.ts';
import { everyEntry } from '../per-entry.ts';
import { size, tapPositions, targetsOf } from './windows.ts';

/** Computes the output of a layer from the values of the step. `values` are by their position in the network. */
export type LinearStep = (values: readonly Int32Array[]) => void;

/**
 * Convolution by events: each entry that is not 0 adds its weights to the sums that it takes part in. Sums are kept as `[window, channel]`
 * meanwhile, so that the weights of an entry are added to neighbours.
 */
export function convStep({ input, output, windows, groups, channels, weights }: FixedConv): LinearStep {
  const { start, tap, window } = targetsOf(windows);
  const [plane, taps, outPlane] = [size(windows.input), size(windows.kernel), size(windows.output)];
  const [inGroup, outGroup] = [channels.input / groups, channels.output / groups];
  // [input channel, tap, output channel of the group]
  const turned = new Int32Array(weights.length);
  for (let m = 0; m < channels.output; m++) {
    const group = Math.floor(m / outGroup);
    for (let c = 0; c < inGroup; c++) {
      for (let k = 0; k < taps; k++)
        turned[((group * inGroup + c) * taps + k) * outGroup + (m % outGroup)] = weights[(m * inGroup + c) * taps + k];
    }
  }
  const sums = new Int32Array(outPlane * channels.output);
  return (values) => {
    const [x, y] = [values[input], values[output]];
    sums.fill(0);
    for (let c = 0, i = 0; c < channels.input; c++) {
      const first = Math.floor(c / inGroup) * outGroup;
      for (let p = 0; p < plane; p++, i++) {
        const s = x[i];
        if (s === 0) continue;
        for (let at = start[p]; at < start[p + 1]; at++) {
          const from = (c * taps + tap[at]) * outGroup;
          const to = window[at] * channels.output + first;
          for (let m = 0; m < outGroup; m++) sums[to + m] += Math.imul(s, turned[from + m]);
        }
      }
    }
    for (let m = 0, i = 0; m < channels.output; m++) for (let p = 0; p < outPlane; p++, i++) y[i] = sums[p * channels.output + m];
  };
}

/** Linear layer by events. */
export function linearStep({ input, output, rows, terms, columns, weights }: FixedLinear): LinearStep {
  return (values) => {
    const [x, y] = [values[input], values[output]];
    y.fill(0);
    for (let row = 0, i = 0; row < rows; row++) {
      for (let k = 0; k < terms; k++, i++) {
        const s = x[i];
        if (s === 0) continue;
        const [from, to] = [k * columns, row * columns];
        for (let j = 0; j < columns; j++) y[to + j] += Math.imul(s, weights[from + j]);
      }
    }
  };
}

/** A factor as two arrays of one number per entry: multipliers, and 2^shift. */
export function everyFactor(factor: PerEntryFactor, length: number) {
  const power = Float64Array.from(everyEntry(factor.shift, length), (shift) => 2 ** shift);
  return { multiplier: everyEntry(factor.multiplier, length), power };
}

/** Sum of terms in other units. */
export function sumStep({ output, terms }: FixedSum, length: number): LinearStep {
  const all = terms.map(({ input, factor }) => ({ input, ...everyFactor(factor, length) }));
  return (values) => {
    const y = values[output];
    y.fill(0);
    for (const { input, multiplier, power } of all) {
      const x = values[input];
      for (let i = 0; i < length; i++) if (x[i] !== 0) y[i] += rescaled(x[i], multiplier[i], power[i]);
    }
  };
}

/** Moved entries. */
export function moveStep({ inputs, output, from }: FixedMove): LinearStep {
  return (values) => {
    const y = values[output];
    let first = 0;
    for (const input of inputs) {
      const x = values[input];
      for (let i = 0; i < from.length; i++) {
        const source = Math.abs(from[i]) - 1 - first;
        if (source >= 0 && source < x.length) y[i] = from[i] < 0 ? -x[source] : x[source];
      }
      first += x.length;
    }
  };
}

/** Sums over windows. */
export function windowSumStep({ input, output, channels, windows }: FixedWindowSum): LinearStep {
  const positions = tapPositions(windows);
  const [plane, taps, outPlane] = [size(windows.input), size(windows.kernel), size(windows.output)];
  return (values) => {
    const [x, y] = [values[input], values[output]];
    for (let c = 0, i = 0; c < channels; c++) {
      for (let w = 0; w < outPlane; w++, i++) {
        let sum = 0;
        for (let k = 0; k < taps; k++) {
          const position = positions[w * taps + k];
          if (position >= 0) sum += x[c * plane + position];
        }
        y[i] = sum;
      }
    }
  };
}
