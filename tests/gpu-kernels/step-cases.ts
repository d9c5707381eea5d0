/** Cases of the kernels of units that are not neurons: what src-shared/units computes, step by step. */
import { changeKernel, estimateKernel, poolKernel, spreadKernel, transcoderKernel } from '../../src-gpu/kernels/steps.ts';
import { createResidualMaxPool, createTranscoder } from '../../src-shared/units/index.ts';
import type { KernelCase } from './kernel-case.ts';
import { array, BATCH, INNER, inverse, numbers, OUTER, STEPS, unitResult } from './numbers.ts';

const ROWS = OUTER * STEPS * BATCH;
const CODINGS = ['rate', 'differential'] as const;
const x = numbers(ROWS * INNER, 1);
const b = numbers(OUTER * INNER, 2);
/** The constant part of a block, for a unit. */
const constantOf = (block: number): Float64Array => Float64Array.from(b.subarray(block * INNER, (block + 1) * INNER));
/** Values travel without their constant parts, which units receive. */
const whole = (sent: Float64Array, block: number): Float64Array => sent.map((value, i) => value + constantOf(block)[i % INNER]!);
const place = (parts: number) => ({ columns: INNER / parts, rows: ROWS * parts });

export const spreadCases: readonly KernelCase[] = [true, false].map((repeats) => {
  const once = numbers(OUTER * BATCH * INNER, 3);
  return {
    name: repeats ? 'the same at every step' : 'zero after the first step',
    text: spreadKernel(STEPS, repeats),
    arrays: [array(once, INNER)],
    numbers: [BATCH],
    ...place(1),
    expected: () =>
      unitResult(x, (block) => {
        const own = Float64Array.from(once.subarray(block * BATCH * INNER, (block + 1) * BATCH * INNER));
        return (_, t) => (repeats || t === 0 ? own : own.map(() => 0));
      }),
  };
});

export const estimateCases: readonly KernelCase[] = [true, false].flatMap((mean) =>
  [1, 2].map((parts) => {
    const weights = numbers(STEPS, 4, 0.5, 1.5);
    return {
      name: `${mean ? 'mean' : 'sum'}, ${parts} parts`,
      text: estimateKernel(STEPS, mean),
      arrays: [array(x, INNER / parts), array(b, INNER / parts), array(weights, STEPS), array(inverse(), STEPS)],
      numbers: [BATCH * parts, parts],
      ...place(parts),
      expected: () =>
        unitResult(x, (block) => {
          const sum = new Float64Array(BATCH * INNER);
          return (sent, t) => {
            sent.forEach((value, i) => (sum[i]! += value * weights[t]!));
            return sum.map((value, i) => constantOf(block)[i % INNER]! + (mean ? value / (t + 1) : value));
          };
        }),
    };
  }),
);

export const changeCases: readonly KernelCase[] = CODINGS.map((coding) => ({
  name: coding,
  text: changeKernel(STEPS, coding),
  arrays: [array(x, INNER)],
  numbers: [BATCH],
  ...place(1),
  expected: () =>
    unitResult(x, () => {
      let before = new Float64Array(BATCH * INNER);
      return (now, t) => {
        const change = now.map((value, i) =>
          coding === 'differential' ? (t + 1) * (value - before[i]!) : (t + 1) * value - t * before[i]!,
        );
        before = now.slice();
        return change;
      };
    }),
}));

export const transcoderCases: readonly KernelCase[] = CODINGS.flatMap((to) =>
  [1, 2].map((parts) => ({
    name: `to ${to}, ${parts} parts`,
    text: transcoderKernel(STEPS, to),
    arrays: [array(x, INNER / parts), array(b, INNER / parts), array(inverse(), STEPS)],
    numbers: [BATCH * parts, parts],
    ...place(parts),
    expected: () =>
      unitResult(x, (block) => {
        const unit = createTranscoder(to === 'rate' ? 'differential' : 'rate', to, constantOf(block), BATCH);
        return (sent, t) => unit(whole(sent, block), t);
      }),
  })),
);

const PLANES = [
  { plane: [1, 2, 6], window: [1, 2, 2] },
  { plane: [1, 1, 6], window: [1, 1, 3] },
  { plane: [2, 2, 3], window: [2, 1, 3] },
] as const;

export const poolCases: readonly KernelCase[] = CODINGS.flatMap((coding) =>
  PLANES.flatMap(({ plane, window }) => {
    const size = plane[0] * plane[1] * plane[2];
    const pooledSize = size / (window[0] * window[1] * window[2]);
    const pooled = (INNER / size) * pooledSize;
    const windowOf = (entry: number): number => {
      const [channel, rest] = [Math.floor(entry / size), entry % size];
      const z = Math.floor(rest / (plane[1] * plane[2]));
      const y = Math.floor(rest / plane[2]) % plane[1];
      const [height, width] = [plane[1] / window[1], plane[2] / window[2]];
      const at = [Math.floor(z / window[0]), Math.floor(y / window[1]), Math.floor((rest % plane[2]) / window[2])] as const;
      return channel * pooledSize + (at[0] * height + at[1]) * width + at[2];
    };
    const pool = (values: Float64Array): Float64Array => {
      const result = new Float64Array((values.length / INNER) * pooled).fill(-Infinity);
      values.forEach((value, i) => {
        const to = Math.floor(i / INNER) * pooled + windowOf(i % INNER);
        result[to] = Math.max(result[to]!, value);
      });
      return result;
    };
    const upsample = (values: Float64Array): Float64Array =>
      Float64Array.from(
        { length: (values.length / pooled) * INNER },
        (_, i) => values[Math.floor(i / INNER) * pooled + windowOf(i % INNER)]!,
      );
    return [
      {
        name: `${coding}, windows ${window.join(' × ')} of ${plane.join(' × ')}`,
        text: poolKernel({ steps: STEPS, coding, plane, window }),
        arrays: [array(x, INNER), array(b, INNER), array(inverse(), STEPS)],
        numbers: [BATCH, 1, pooled],
        columns: pooled,
        rows: ROWS,
        expected: () =>
          unitResult(
            x,
            (block) => {
              const unit = createResidualMaxPool({ pool, upsample }, coding, constantOf(block), BATCH);
              return (sent, t) => unit(whole(sent, block), t);
            },
            [INNER, pooled],
          ),
      },
    ];
  }),
);
