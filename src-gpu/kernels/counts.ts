/**
 * Counts and errors on the device (docs/algorithm.md §7, §9): sums over the entries of each row. A sum of whole numbers is exact below
 * 2²⁴, so that a row is summed in groups small enough, and the host adds up the rows in float64.
 */
import type { KernelText } from '../gpu-js.ts';
import { float, whole } from './grid.ts';

/** A row of entries cut into groups, of which each thread sums one: entries `group + i · groups`. */
export interface Groups {
  readonly size: number;
  readonly groups: number;
}

/** `[rows][size]` entries in turn: `at` is the column, `row` the row, `block` that of the parameters. */
const entries = ({ size, groups }: Groups, body: string): string => `
    const row = this.thread.y; const block = ${whole('row', 'rows')};
    let sum = 0.0;
    for (let i = 0; i < ${Math.ceil(size / groups)}; i++) {
      const at = i * ${groups} + this.thread.x;
      if (at < ${size}) { ${body} }
    }
    return sum;`;

/** Entries that are not `silent`, each with its weight: arrays `[outer][size]`. `rows`: rows of an outer block. */
export const countKernel = (groups: Groups): KernelText => ({
  name: 'count',
  source: `function (x, silent, weights, rows) {
    ${entries(groups, 'if (x[row][at] != silent[block][at]) { sum = sum + weights[block][at]; }')}
  }`,
  arrays: ['x', 'silent', 'weights'],
  numbers: ['rows'],
  components: 1,
});

/** Spikes of multi-spike neurons: the one-bits of |x|/λ, from a table; of entries with 1/λ = 0 one where they are not zero. */
export const countBitsKernel = (groups: Groups): KernelText => ({
  name: 'count bits',
  source: `function (x, reciprocal, weights, bits, rows) {
    ${entries(
      groups,
      `const value = Math.abs(x[row][at]); const worth = reciprocal[block][at];
       let spikes = 0.0;
       if (value > 0.0) { spikes = 1.0; if (worth > 0.0) { spikes = bits[Math.floor(value * worth + 0.5)]; } }
       sum = sum + spikes * weights[block][at];`,
    )}
  }`,
  arrays: ['x', 'reciprocal', 'weights', 'bits'],
  numbers: ['rows'],
  components: 1,
});

/** Sum of the entries of each row: a thread a row. */
export const sumKernel = (size: number): KernelText => ({
  name: 'sum',
  source: `function (x) {
    let sum = 0.0;
    for (let i = 0; i < ${size}; i++) { sum = sum + x[this.thread.x][i]; }
    return sum;
  }`,
  arrays: ['x'],
  numbers: [],
  components: 1,
});

/** `[outer][rows][inner]` as `[rows][outer · inner]`. */
export const gatherKernel: KernelText = {
  name: 'gather',
  source: `function (x, inner, rows) {
    const at = this.thread.x;
    const block = ${whole('at', 'inner')};
    return x[block * rows + this.thread.y][at - block * inner];
  }`,
  arrays: ['x'],
  numbers: ['inner', 'rows'],
  components: 1,
};

/**
 * Non-zero entries of every column (of an operand `[matrices, M, K]`, count = M) or row (`[matrices, K, N]`, count = N) of a step's
 * matrices: `[rows][matrices · K]`. `b`: constant part of each entry, which a rate-coded operand sends at every step.
 */
export function factorsKernel(side: 'columns' | 'rows', inner: number, count: number): KernelText {
  const matrix = `const matrix = ${whole('at', float(inner))}; const k = at - matrix * ${float(inner)};`;
  const place = side === 'columns' ? `matrix * ${float(count * inner)} + i * ${inner} + k` : `at * ${float(count)} + i`;
  return {
    name: 'factors',
    source: `function (x, b) {
      const at = this.thread.x; const row = this.thread.y;
      ${side === 'columns' ? matrix : ''}
      let sum = 0.0;
      for (let i = 0; i < ${count}; i++) { if (x[row][${place}] + b[0][${place}] != 0.0) { sum = sum + 1.0; } }
      return sum;
    }`,
    arrays: ['x', 'b'],
    numbers: [],
    components: 1,
  };
}

/**
 * Pairs of non-zero factors in x∘y, x∘B and A∘y, from the factors of both operands now and of their estimates, whose row before is that
 * of the step before. At the first step an estimate is all that was sent, constant part included. A thread takes each `split`-th factor of a pair of matrices; `xs`, `ys`: which matrix of either operand it reads.
 */
export const pairsKernel = (inner: number, split: number): KernelText => ({
  name: 'pairs',
  source: `function (x, y, a, c, xs, ys, batch) {
    const row = this.thread.y; const pair = ${whole('this.thread.x', float(split))}; const lane = this.thread.x - pair * ${float(split)};
    const p = xs[pair] * ${float(inner)}; const q = ys[pair] * ${float(inner)};
    let sum = 0.0;
    for (let i = 0; i < ${Math.ceil(inner / split)}; i++) {
      const k = i * ${split} + lane;
      if (k < ${inner}) {
        const nowX = x[row][p + k]; const nowY = y[row][q + k];
        if (row >= batch) { sum = sum + nowX * (nowY + c[row - batch][q + k]) + a[row - batch][p + k] * nowY; }
        else { sum = sum + a[row][p + k] * c[row][q + k]; }
      }
    }
    return sum;
  }`,
  arrays: ['x', 'y', 'a', 'c', 'xs', 'ys'],
  numbers: ['batch'],
  components: 1,
});

/**
 * Σ (estimate − activation)² of each row `[outer · T · B]`. Activations are `[outer · B][size]`. `batch`: samples; `rows`: T · B.
 */
export const errorKernel = (groups: Groups): KernelText => ({
  name: 'error',
  source: `function (e, a, batch, rows) {
    const inBlock = this.thread.y - ${whole('this.thread.y', 'rows')} * rows;
    const sample = ${whole('this.thread.y', 'rows')} * batch + inBlock - ${whole('inBlock', 'batch')} * batch;
    ${entries(groups, 'const d = e[row][at] - a[sample][at]; sum = sum + d * d;')}
  }`,
  arrays: ['e', 'a'],
  numbers: ['batch', 'rows'],
  components: 1,
});

/**
 * The activations `[outer · B][size]` that the estimate after each step cannot reach (src-shared/units/carried.ts), and that are not shut out:
 * their number in each row `[outer · T · B]`. Arrays: activations, θ of each entry, the reach of each step, the five bounds. `batch`: samples;
 * `rows`: T · B.
 */
export const clippedKernel = (groups: Groups): KernelText => ({
  name: 'clipped',
  source: `function (a, theta, reach, bounds, batch, rows) {
    const inBlock = this.thread.y - ${whole('this.thread.y', 'rows')} * rows;
    const t = ${whole('inBlock', 'batch')};
    const sample = ${whole('this.thread.y', 'rows')} * batch + inBlock - t * batch;
    ${entries(
      groups,
      `const size = Math.abs(a[sample][at]); const th = theta[block][at];
       if (size > th * reach[t]) { if (size <= th * bounds[1]) { sum = sum + 1.0; } }`,
    )}
  }`,
  arrays: ['a', 'theta', 'reach', 'bounds'],
  numbers: ['batch', 'rows'],
  components: 1,
});

/**
 * The activations `[outer · B][size]` that θ loses (src-shared/units/carried.ts): for each loss their number, then their
 * Σ (estimate − activation)² after the last step. Arrays: estimates, activations, θ of each entry, the five bounds. `last`: row of a block's last step.
 */
export const lossKernel = (groups: Groups, loss: number, squared: boolean): KernelText => ({
  name: 'loss',
  source: `function (e, a, theta, bounds, batch, steps, rows) {
    const estimated = this.thread.y + (${whole('this.thread.y', 'batch')} * (steps - 1.0) + steps - 1.0) * batch;
    ${entries(
      groups,
      `const value = a[row][at]; const size = Math.abs(value); const th = theta[block][at];
       let least = th * bounds[2]; if (value < 0.0) { least = th * bounds[3]; }
       let kind = 3.0;
       if (size > th * bounds[0]) { kind = 0.0; if (size > th * bounds[1]) { kind = 1.0; } }
       else { if (size < least) { if (size > th * bounds[4]) { kind = 2.0; } } }
       if (kind == ${float(loss)}) { ${squared ? 'const d = e[estimated][at] - value; sum = sum + d * d;' : 'sum = sum + 1.0;'} }`,
    )}
  }`,
  arrays: ['e', 'a', 'theta', 'bounds'],
  numbers: ['batch', 'steps', 'rows'],
  components: 1,
});
