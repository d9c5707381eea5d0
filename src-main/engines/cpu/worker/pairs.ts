/**
 * Operations of a matrix product (docs/algorithm.md §7): pairs of non-zero factors in x∘y, x∘B and A∘y, with A and B the estimates before the
 * step.
 */
import { atBatch, type Shape, sizeOf } from '../../../../src-shared/tensor/index.ts';
import type { ExpectationOperation } from '../program/program.ts';
import type { Kernels } from './kernels.ts';
import { FLOAT_BYTES, type Tile, walkOf } from './tile.ts';

/** `estimates`: `[outer, steps · B, inner]` of each operand at the first addresses of `temporaries`; room for single steps and for counts behind them. */
export function countPairs(
  tile: Tile,
  operation: ExpectationOperation,
  counted: number,
  steps: number,
  temporaries: readonly number[],
): void {
  // A square has one operand on both sides.
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

/** Addresses of one step of an operand, `[outer, B, inner]` without gaps; undefined where it is zero. */
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
      // The constant part comes with every step of rate coding, and with the first of differential coding, whose estimate it is.
      if (!constant || (operation.differential && t > 0)) return values(t);
      return operation.differential ? estimate(0, temporaries[room]!) : withConstant(t);
    },
    estimateBefore: (t) => (t === 0 ? undefined : estimate(t - 1, temporaries[room + 1]!)),
  };
}

type Address = number | undefined;

/** How pairs are counted: what is found out about each operand alone (its address, or counts written to `to`), and the pairs. */
interface Pairs {
  readonly left: (x: Address, to: number) => Address;
  readonly right: (y: Address, to: number) => Address;
  readonly count: (left: number, right: number) => number;
}

/**
 * Matrices `[…, M, K]` and `[…, K, N]`, leading axes broadcast: Σ over k of the non-zero values in the left one's column k times those in
 * the right one's row k.
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
        // Where both go on from matrix to matrix, so do their counts.
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

/** Two arrays walked along their common broadcast shape, in runs that are as long as both go on (or stay) in the same way. */
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
