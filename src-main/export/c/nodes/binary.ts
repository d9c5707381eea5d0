/** Elementwise functions of two operands, of which one may be a constant, with broadcasting. */
import type { OpName } from '../../../../src-shared/network/op-names.ts';
import { sizeOf } from '../../../../src-shared/tensor/index.ts';
import type { Draft, EntryTable, Place } from '../draft.ts';
import { inOrder, walkOf } from '../loops.ts';
import { broadcastPositions } from './moved.ts';
import { callOn, type NodeWriting, type Operand, pointers } from './node.ts';

const EXPRESSIONS: Partial<Readonly<Record<OpName, (a: string, b: string) => string>>> = {
  Add: (a, b) => `${a} + ${b}`,
  Mul: (a, b) => `${a} * ${b}`,
  Maximum: (a, b) => `${a} > ${b} ? ${a} : ${b}`,
  Minimum: (a, b) => `${a} < ${b} ? ${a} : ${b}`,
  Pow: (a, b) => (b === '2.0f' ? `${a} * ${a}` : `powf(${a}, ${b})`),
  PRelu: (a, b) => `${a} < 0.0f ? ${b} * ${a} : ${a}`,
};

export function binary(writing: NodeWriting): Place {
  const { draft, node, inputs, shape } = writing;
  const expression = EXPRESSIONS[node.op]!;
  const [a, b] = inputs.map((input, index) => entriesOf(draft, input, shape, ['a', 'b'][index]!)) as [Entries, Entries];
  const coded = inputs.filter((input) => !input.constant);
  const inPlace = coded.length > 0 && coded.every((input) => sizeOf(input.shape) === sizeOf(shape));
  const walk = walkOf(draft, [inOrder(sizeOf(shape)), a.positions, b.positions]);
  return callOn(
    writing,
    (at, y) => [
      ...pointers(at, { ...(a.place ? { a: a.place } : {}), ...(b.place ? { b: b.place } : {}) }, {}),
      `float *y = ${at(y)};`,
      ...walk((_, first, second) => [`*y++ = ${expression(a.text(first!), b.text(second!))};`]),
    ],
    { inPlace },
  );
}

/** The entries of an operand for every entry of the output. */
interface Entries extends Pick<EntryTable, 'positions' | 'text'> {
  /** The memory to point to; undefined for constants. */
  readonly place: Place | undefined;
}

function entriesOf(draft: Draft, operand: Operand, to: readonly number[], name: string): Entries {
  const { constant } = operand;
  const positions = broadcastPositions(operand.shape, to);
  if (!constant) return { positions, place: operand.place, text: (index) => `${name}[${index}]` };
  const table = draft.table(
    'operand',
    Float32Array.from(positions, (position) => constant.data[position]!),
  );
  return { ...table, place: undefined };
}
