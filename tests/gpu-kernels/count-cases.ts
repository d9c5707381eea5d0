/** Cases of the kernels that count and measure: sums over rows, whole in one thread and cut into groups. */
import {
  clippedKernel,
  countBitsKernel,
  countKernel,
  errorKernel,
  factorsKernel,
  gatherKernel,
  type Groups,
  lossKernel,
  pairsKernel,
  sumKernel,
} from '../../src-gpu/kernels/counts.ts';
import { carriedRange, countSpikeBits, lossBounds, lossOf, LOSSES, reachAfterSteps } from '../../src-shared/units/index.ts';
import type { KernelCase } from './kernel-case.ts';
import { array, BATCH, INNER, numbers, OUTER, sparse, STEPS } from './numbers.ts';

const ROWS = OUTER * STEPS * BATCH;
const IN_BLOCK = STEPS * BATCH;
const GROUPS: readonly Groups[] = [
  { size: INNER, groups: 1 },
  { size: INNER, groups: 5 },
];
const named = ({ size, groups }: Groups): string => `${size} entries in ${groups} ${groups === 1 ? 'group' : 'groups'}`;

/** Sums as the threads of the groups give them: `[rows][groups]`. */
function inGroups({ size, groups }: Groups, rows: number, term: (row: number, at: number) => number): Float64Array {
  const sums = new Float64Array(rows * groups);
  for (let row = 0; row < rows; row++) for (let at = 0; at < size; at++) sums[row * groups + (at % groups)]! += term(row, at);
  return sums;
}

const x = sparse(ROWS * INNER, 1);
const weights = Float32Array.from({ length: OUTER * INNER }, (_, i) => 1 + (i % 9));

export const countCases: readonly KernelCase[] = GROUPS.map((groups) => {
  // Silent values are 0, or minus a constant part.
  const silent = Float32Array.from({ length: OUTER * INNER }, (_, i) => (i % 2 === 0 ? 0 : x[i]!));
  return {
    name: named(groups),
    text: countKernel(groups),
    arrays: [array(x, INNER), array(silent, INNER), array(weights, INNER)],
    numbers: [IN_BLOCK],
    columns: groups.groups,
    rows: ROWS,
    expected: () =>
      inGroups(groups, ROWS, (row, at) => {
        const own = Math.floor(row / IN_BLOCK) * INNER + at;
        return x[row * INNER + at] === silent[own] ? 0 : weights[own]!;
      }),
  };
});

export const countBitsCases: readonly KernelCase[] = GROUPS.map((groups) => {
  const levels = 3;
  const quanta = Float32Array.from({ length: OUTER * INNER }, (_, i) => (i % 4 === 0 ? 0 : 0.3 + (i % 5) * 0.1));
  const sent = Float32Array.from({ length: ROWS * INNER }, (_, i) => {
    const own = quanta[Math.floor(i / INNER / IN_BLOCK) * INNER + (i % INNER)]!;
    return ((i % 15) - 7) * (own || 1);
  });
  const bits = Float32Array.from(
    { length: 2 ** levels },
    (_, number) => [...number.toString(2)].filter((bit) => bit === '1').length,
  );
  return {
    name: named(groups),
    text: countBitsKernel(groups),
    arrays: [
      array(sent, INNER),
      array(
        quanta.map((quantum) => (quantum > 0 ? 1 / quantum : 0)),
        INNER,
      ),
      array(weights, INNER),
      array(bits, bits.length),
    ],
    numbers: [IN_BLOCK],
    columns: groups.groups,
    rows: ROWS,
    expected: () =>
      inGroups(groups, ROWS, (row, at) => {
        const own = Math.floor(row / IN_BLOCK) * INNER + at;
        const value = Float64Array.of(sent[row * INNER + at]!);
        return countSpikeBits(value, Float64Array.of(quanta[own]!))[0]! * weights[own]!;
      }),
  };
});

export const sumCases: readonly KernelCase[] = [1, 7].map((size) => {
  const data = numbers(size * ROWS, 2);
  return {
    name: `${size} entries`,
    text: sumKernel(size),
    arrays: [array(data, size)],
    numbers: [],
    columns: ROWS,
    rows: 1,
    expected: () => inGroups({ size, groups: 1 }, ROWS, (row, at) => data[row * size + at]!),
  };
});

export const gatherCases: readonly KernelCase[] = [
  {
    name: 'samples with all of their entries in a row',
    text: gatherKernel,
    arrays: [array(x, INNER)],
    numbers: [INNER, IN_BLOCK],
    columns: OUTER * INNER,
    rows: IN_BLOCK,
    expected: () =>
      Float64Array.from({ length: x.length }, (_, i) => {
        const [row, column] = [Math.floor(i / (OUTER * INNER)), i % (OUTER * INNER)];
        return x[(Math.floor(column / INNER) * IN_BLOCK + row) * INNER + (column % INNER)]!;
      }),
  },
];

const [MATRICES, M, K, N] = [2, 3, 4, 2];

export const factorsCases: readonly KernelCase[] = (['columns', 'rows'] as const).map((side) => {
  const count = side === 'columns' ? M : N;
  const columns = MATRICES * K;
  const data = sparse(IN_BLOCK * columns * count, 3);
  const b = numbers(columns * count, 4).map((value, i) => (i % 3 === 0 ? value : 0));
  const indexOf = (matrix: number, k: number, i: number): number =>
    side === 'columns' ? (matrix * count + i) * K + k : (matrix * K + k) * count + i;
  return {
    name: side,
    text: factorsKernel(side, K, count),
    arrays: [array(data, columns * count), array(b, columns * count)],
    numbers: [],
    columns,
    rows: IN_BLOCK,
    expected: () =>
      Float64Array.from({ length: IN_BLOCK * columns }, (_, at) => {
        const [row, column] = [Math.floor(at / columns), at % columns];
        const entries = Array.from({ length: count }, (__, i) => indexOf(Math.floor(column / K), column % K, i));
        return entries.filter((entry) => data[row * columns * count + entry]! + b[entry]! !== 0).length;
      }),
  };
});

export const pairsCases: readonly KernelCase[] = [1, 3].map((split) => {
  const factors = (seed: number): Float32Array => numbers(IN_BLOCK * MATRICES * K, seed, 0, 6).map(Math.floor);
  const [now, other, estimates, others] = [factors(5), factors(6), factors(7), factors(8)];
  const [xs, ys] = [Float32Array.of(0, 1, 1), Float32Array.of(0, 0, 1)];
  const columns = MATRICES * K;
  const tables = [now, other, estimates, others].map((data) => array(data, columns));
  return {
    name: `factors of ${split} ${split === 1 ? 'thread' : 'threads'}`,
    text: pairsKernel(K, split),
    arrays: [...tables, array(xs, 3), array(ys, 3)],
    numbers: [BATCH],
    columns: 3 * split,
    rows: IN_BLOCK,
    expected: () => {
      const result = new Float64Array(IN_BLOCK * 3 * split);
      for (let row = 0; row < IN_BLOCK; row++) {
        for (let pair = 0; pair < 3; pair++) {
          for (let k = 0; k < K; k++) {
            const at = (data: Float32Array, of: number, matrix: Float32Array): number =>
              data[of * columns + matrix[pair]! * K + k]!;
            const pairs =
              row < BATCH
                ? at(estimates, row, xs) * at(others, row, ys)
                : at(now, row, xs) * (at(other, row, ys) + at(others, row - BATCH, ys)) +
                  at(estimates, row - BATCH, xs) * at(other, row, ys);
            result[(row * 3 + pair) * split + (k % split)]! += pairs;
          }
        }
      }
      return result;
    },
  };
});

const estimates = numbers(ROWS * INNER, 9, -2, 2);
const activations = numbers(OUTER * BATCH * INNER, 10, -2, 2);
const activationOf = (block: number, sample: number, at: number): number => activations[(block * BATCH + sample) * INNER + at]!;

export const errorCases: readonly KernelCase[] = GROUPS.map((groups) => ({
  name: named(groups),
  text: errorKernel(groups),
  arrays: [array(estimates, INNER), array(activations, INNER)],
  numbers: [BATCH, IN_BLOCK],
  columns: groups.groups,
  rows: ROWS,
  expected: () =>
    inGroups(groups, ROWS, (row, at) => {
      const activation = activationOf(Math.floor(row / IN_BLOCK), row % BATCH, at);
      return (estimates[row * INNER + at]! - activation) ** 2;
    }),
}));

const settings = { model: 'mt', rule: 'relu', levels: 3, tau: 1, coding: 'differential', inputCoding: 'differential' } as const;
const bounds = lossBounds(carriedRange(settings, STEPS, 1));
const bounds32 = Float32Array.from(bounds);
// From next to nothing, which shuts activations out, to more than any of them.
const theta = Float32Array.from({ length: OUTER * INNER }, (_, i) => [1e-4, 0.2, 0.6, 4][i % 4]!);

export const clippedCases: readonly KernelCase[] = GROUPS.map((groups) => {
  const reach = reachAfterSteps(settings, STEPS, 1);
  return {
    name: named(groups),
    text: clippedKernel(groups),
    arrays: [array(activations, INNER), array(theta, INNER), array(Float32Array.from(reach), STEPS), array(bounds32, 5)],
    numbers: [BATCH, IN_BLOCK],
    columns: groups.groups,
    rows: ROWS,
    expected: () =>
      inGroups(groups, ROWS, (row, at) => {
        const block = Math.floor(row / IN_BLOCK);
        const activation = activationOf(block, row % BATCH, at);
        const base = theta[block * INNER + at]!;
        const isShut = lossOf(activation, base, bounds) === 'shut';
        return !isShut && Math.abs(activation) > base * reach[Math.floor((row % IN_BLOCK) / BATCH)]! ? 1 : 0;
      }),
  };
});

export const lossCases: readonly KernelCase[] = GROUPS.flatMap((groups) =>
  LOSSES.flatMap((loss, index) =>
    [false, true].map((squared): KernelCase => {
      return {
        name: `${loss}, ${squared ? 'their error' : 'their number'}, ${named(groups)}`,
        text: lossKernel(groups, index, squared),
        arrays: [array(estimates, INNER), array(activations, INNER), array(theta, INNER), array(bounds32, 5)],
        numbers: [BATCH, STEPS, BATCH],
        columns: groups.groups,
        rows: OUTER * BATCH,
        expected: () =>
          inGroups(groups, OUTER * BATCH, (row, at) => {
            const block = Math.floor(row / BATCH);
            const activation = activationOf(block, row % BATCH, at);
            if (lossOf(activation, theta[block * INNER + at]!, bounds) !== loss) return 0;
            const last = (block * STEPS + STEPS - 1) * BATCH + (row % BATCH);
            return squared ? (estimates[last * INNER + at]! - activation) ** 2 : 1;
          }),
      };
    }),
  ),
);
