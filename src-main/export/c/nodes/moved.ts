/**
 * Operators that only move values. Each is evaluated on the numbers of its entries, which shows where every entry goes; loops or a
 * table carry that out.
 */
import { operatorOf } from '../../../../src-shared/network/operators/index.ts';
import { sizeOf, tensor64 } from '../../../../src-shared/tensor/index.ts';
import type { AddressOf, Draft, Place } from '../draft.ts';
import { indented } from '../literals.ts';
import { inOrder, isInOrder, walkOf } from '../loops.ts';
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

/**
 * One of the two pointers runs along: entries are taken, or stored, in order. This is more than a convenience. gcc 12 loses stores if it
 * expresses one of two pointers into the same array by a multiple of the other.
 */
function copyOf(draft: Draft, { place }: Operand, { from, to }: Moves): (at: AddressOf) => string[] {
  if (to.length === 0) return () => [];
  const [stored, taken] = isInOrder(to)
    ? [() => '*to++', (at: string) => `x[${at}]`]
    : [(at: string) => `y[${at}]`, () => '*from++'];
  if (!isInOrder(to) && !isInOrder(from)) throw new Error('an operator neither takes nor stores entries in order');
  const walk = walkOf(draft, [isInOrder(to) ? from : to]);
  return (at) => [
    '{',
    ...indented([
      `const float *${isInOrder(to) ? 'const x' : 'from'} = ${at(place)};`,
      ...(isInOrder(to) ? ['float *to = y;'] : []),
      ...walk((index) => [`${stored(index!)} = ${taken(index!)};`]),
    ]),
    '}',
  ];
}

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
