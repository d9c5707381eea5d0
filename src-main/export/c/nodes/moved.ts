/**
 * Operators that only move values. Each is evaluated on the numbers of its entries, which shows where every entry goes; loops or a
 * table carry that out.
 */
import { operatorOf } from '../../../../src-shared/network/operators/index.ts';
import { sizeOf, tensor64 } from '../../../../src-shared/tensor/index.ts';
import type { AddressOf, Draft, Place } from '../draft.ts';
import { inOrder, loopLines, nestOf, plainLoop } from '../loops.ts';
import { callOn, type NodeWriting, type Operand, pointers } from './node.ts';

/** Entries of one operand: where they are, and where they go. */
interface Moves {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

export function moved(writing: NodeWriting): Place {
  const { node, inputs, shape, draft } = writing;
  if (operatorOf(node.op).moves === 'view') return inputs[0]!.place;
  const parts = movesOf(writing);
  const padded = parts.reduce((sum, { to }) => sum + to.length, 0) < sizeOf(shape);
  const copies = parts.map((moves, index) => copyOf(draft, inputs[index]!, moves));
  return callOn(writing, (at, y) => [
    ...pointers(at, {}, { y }),
    ...(padded ? [`memset(y, 0, ${sizeOf(shape)} * sizeof *y);`] : []),
    ...copies.flatMap((copy) => copy(at)),
  ]);
}

/** Evaluates the operator on numbers: the entries of all operands are numbered from 1; 0 is padding. */
function movesOf({ node, inputs }: NodeWriting): Moves[] {
  let numbered = 0;
  const starts = inputs.map(({ shape }) => (numbered += sizeOf(shape)) - sizeOf(shape));
  const operands = inputs.map(({ shape }, index) =>
    tensor64(
      shape,
      Float64Array.from({ length: sizeOf(shape) }, (_, i) => starts[index]! + i + 1),
    ),
  );
  const result = operatorOf(node.op).evaluate(operands, node.attributes).data;
  const found = inputs.map(() => ({ from: [] as number[], to: [] as number[] }));
  result.forEach((number, to) => {
    if (number === 0) return;
    const index = starts.findLastIndex((start) => start < number);
    found[index]!.from.push(number - 1 - starts[index]!);
    found[index]!.to.push(to);
  });
  return found.map(({ from, to }) => ({ from: Int32Array.from(from), to: Int32Array.from(to) }));
}

function copyOf(draft: Draft, { place }: Operand, { from, to }: Moves): (at: AddressOf) => string[] {
  if (to.length === 0) return () => [];
  const nest = nestOf([to, from]);
  if (nest) return (at) => scoped(at, place, loopLines(nest, (target, source) => [`y[${target}] = x[${source}];`]));
  const tables = [to, from].map((positions) =>
    positions.every((position, i) => position === i) ? undefined : draft.ints('positions', positions),
  );
  return (at) =>
    scoped(
      at,
      place,
      plainLoop(to.length, (index) => {
        const [target, source] = tables.map((table) => (table ? `${at(table)}[${index}]` : index));
        return [`y[${target}] = x[${source}];`];
      }),
    );
}

const scoped = (at: AddressOf, place: Place, lines: readonly string[]): string[] => [
  '{',
  `  const float *const x = ${at(place)};`,
  ...lines.map((line) => `  ${line}`),
  '}',
];

/** For every entry of `to`, the entry of an operand that broadcasts to it. */
export function broadcastPositions(operand: readonly number[], to: readonly number[]): Int32Array {
  const own = [...new Array<number>(to.length - operand.length).fill(1), ...operand];
  let positions = inOrder(1);
  own.forEach((size, axis) => {
    const stride = size === 1 ? 0 : 1;
    const width = to[axis]!;
    positions = Int32Array.from({ length: positions.length * width }, (_, i) => {
      const before = positions[Math.floor(i / width)]!;
      return before * size + stride * (i % width);
    });
  });
  return positions;
}
