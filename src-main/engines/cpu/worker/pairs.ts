/**
 * Operations of a matrix product (docs/algorithm.md §7): pairs of non-zero factors in x∘y, x∘B and A∘y, with A and B the estimates before the
 * step.
 */
import { atBatch, type Shape, sizeOf } from '../../../../src-shared/tensor/index.ts';
import type { ExpectationOperation } from '../program/program.ts';
import type { Kernels } from './kernels.ts';
import { FLOAT_BYTES, type Tile, walkOf } from './tile.ts';

/**
 * Counts the pairs of a product. The first `temporaries` are the estimates of each operand, `[outer, steps · B, inner]`; the
 * others have room for single steps and for counts.
 */
export function countPairs(
  tile: Tile,
  operation: ExpectationOperation,
  counted: number,
  steps: number,
  temporaries: readonly number[],
): void {
  // A square has one operand, which is both factors.
  const sides = operation.inputs.length === 1 ? [0, 0] : [0, 1];
  const operands = operation.inputs.map((_, operand) => createOperand(tile, operation, operand, steps, temporaries));
  const [x, y] = sides.map((side) => operands[side]!) as [ProductOperand, ProductOperand];
  const [xShape, yShape] = sides.map((side) => atBatch(operation.inputs[side]!.shape, tile.batch)) as [number[], number[]];
  const room = temporaries.slice(3 * operation.inputs.length) as [number, number, number, number];
  const pairs = matrixPairs(tile.memory.kernels, xShape, yShape);
  const count = (first: number | undefined, second: number | undefined): number =>
    first === undefined || second === undefined ? 0 : pairs.count(first, second);
  for (let t = 0; t < tile.steps; t++) {
    const nowX = pairs.left(x.at(t), room[0]);
    const beforeX = pairs.left(x.estimateBefore(t), room[1]);
    const nowY = pairs.right(y.at(t), room[2]);
    const beforeY = pairs.right(y.estimateBefore(t), room[3]);
    const operations = count(nowX, nowY) + count(nowX, beforeY) + count(beforeX, nowY);
    tile.counts.operations[counted]![t] = operations;
    tile.counts.accumulates[counted]![t] = operations;
  }
}

/** Addresses of one step of an operand, `[outer, B, inner]` without gaps; undefined if the step is zero. */
interface ProductOperand {
  readonly at: (t: number) => number | undefined;
  readonly estimateBefore: (t: number) => number | undefined;
}

function createOperand(
  tile: Tile,
  operation: ExpectationOperation,
  operand: number,
  steps: number,
  temporaries: readonly number[],
): ProductOperand {
  const { memory } = tile;
  const { outer, length, step, present, at } = walkOf(tile, operation.inputs[operand]!);
  const constant = operation.constants[operand];
  const estimates = temporaries[operand]!;
  const room = operation.inputs.length + 2 * operand;
  const gather = (to: number, from: (block: number) => number): number => {
    if (outer === 1) return from(0);
    const whole = memory.floats(to, outer * length);
    for (let block = 0; block < outer; block++) whole.set(memory.floats(from(block), length), block * length);
    return to;
  };
  const estimate = (t: number, to: number): number =>
    gather(to, (block) => estimates + (block * steps + Math.min(t, steps - 1)) * length * FLOAT_BYTES);
  const values = (t: number): number | undefined =>
    t < present ? gather(temporaries[room]!, (block) => at(block) + t * step) : undefined;
  const withConstant = (t: number): number => {
    const to = temporaries[room]!;
    const from = values(t);
    const whole = memory.floats(to, outer * length);
    if (from === undefined) whole.fill(0);
    else if (from !== to) whole.set(memory.floats(from, outer * length));
    const { data, period } = constant!;
    for (let i = 0; i < whole.length; i++) whole[i]! += data[Math.floor(i / length) * period + ((i % length) % period)]!;
    return to;
  };
  return {
    at(t) {
      // In rate coding every step contains the constant part. In differential coding only the first step does: the constant part
      // is its estimate.
      if (!constant || (operation.differential && t > 0)) return values(t);
      return operation.differential ? estimate(0, temporaries[room]!) : withConstant(t);
    },
    estimateBefore: (t) => (t === 0 ? undefined : estimate(t - 1, temporaries[room + 1]!)),
  };
}

type Address = number | undefined;

/**
 * A way to count pairs. `left` and `right` prepare one operand alone: they return its address, or write counts to `to`. `count`
 * takes both results.
 */
interface Pairs {
  readonly left: (x: Address, to: number) => Address;
  readonly right: (y: Address, to: number) => Address;
  readonly count: (left: number, right: number) => number;
}

/**
 * Matrices `[…, M, K]` and `[…, K, N]` whose leading axes broadcast. The pairs are Σ over k of the non-zero values in column k of
 * the left matrix times those in row k of the right one.
 */
function matrixPairs(kernels: Kernels, xShape: Shape, yShape: Shape): Pairs {
  const [rows, inner] = xShape.slice(-2) as [number, number];
  const columns = yShape.at(-1)!;
  const [xLeading, yLeading] = [xShape.slice(0, -2), yShape.slice(0, -2)];
  const runs = broadcastRuns(xLeading, yLeading);
  const bytes = inner * Int32Array.BYTES_PER_ELEMENT;
  return {
    left(x, to) {
      if (x === undefined) return undefined;
      kernels.countColumns(x, sizeOf(xLeading), rows, inner, to);
      return to;
    },
    right(y, to) {
      if (y === undefined) return undefined;
      kernels.countRows(y, sizeOf(yLeading) * inner, columns, to);
      return to;
    },
    count(left, right) {
      let pairs = 0;
      for (const { x, y, xStride, yStride, length } of runs) {
        // If both operands advance from one matrix to the next, so do their counts.
        const [times, matrices] = xStride === 1 && yStride === 1 ? [1, length] : [length, 1];
        for (let step = 0; step < times; step++) {
          pairs += kernels.dotCounts(left + (x + step * xStride) * bytes, right + (y + step * yStride) * bytes, matrices * inner);
        }
      }
      return pairs;
    },
  };
}

interface Run {
  readonly x: number;
  readonly y: number;
  readonly xStride: 0 | 1;
  readonly yStride: 0 | 1;
  readonly length: number;
}

/** Walks two arrays along their common broadcast shape, in the longest runs in which each either advances or stays. */
export function broadcastRuns(xShape: Shape, yShape: Shape): Run[] {
  const rank = Math.max(xShape.length, yShape.length);
  const padded = (shape: Shape): number[] => [...new Array<number>(rank - shape.length).fill(1), ...shape];
  const [xs, ys] = [padded(xShape), padded(yShape)];
  const sizes = xs.map((size, axis) => Math.max(size, ys[axis]!));
  const strides = (shape: number[]): number[] => shape.map((size, axis) => (size === 1 ? 0 : sizeOf(shape.slice(axis + 1))));
  const [xStrides, yStrides] = [strides(xs), strides(ys)];
  const moves = (axis: number): string =>
    sizes[axis] === 1 ? '' : `${Math.min(1, xStrides[axis]!)}${Math.min(1, yStrides[axis]!)}`;
  let first = rank;
  let kind = '';
  for (; first > 0; first--) {
    const move = moves(first - 1);
    if (move !== '' && kind !== '' && move !== kind) break;
    kind ||= move;
  }
  const length = sizeOf(sizes.slice(first));
  const [xStride, yStride] = [...(kind || '00')].map(Number) as [0 | 1, 0 | 1];
  const runs: Run[] = [];
  for (let run = 0; run < sizeOf(sizes.slice(0, first)); run++) {
    let rest = run;
    let [x, y] = [0, 0];
    for (let axis = first - 1; axis >= 0; axis--) {
      const position = rest % sizes[axis]!;
      rest = (rest - position) / sizes[axis]!;
      x += position * xStrides[axis]!;
      y += position * yStrides[axis]!;
    }
    runs.push({ x, y, xStride, yStride, length });
  }
  return runs;
}
