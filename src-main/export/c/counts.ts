/** Synaptic operations that no kernel counts (docs/algorithm.md §7): of products, and of inputs that hold a constant part. */
import type { NetworkNode, ValueId } from '../../../src-shared/network/index.ts';
import type { ValueCoding } from '../../../src-shared/spiking/index.ts';
import { atBatch } from '../../../src-shared/tensor/index.ts';
import { type Draft, keptAddress, type Place } from './draft.ts';
import type { Sent } from './functions.ts';
import { inOrder, walkOf } from './loops.ts';
import type { NodeWriting } from './nodes/node.ts';
import { fanOutOf, matricesOf, throughMatrices } from './nodes/weights.ts';
import type { ProgramWriting } from './writing.ts';

/** Counts the entries of a counted operand that are not zero together with their constant part. */
export function countEntries(writing: NodeWriting, place: Place, constant: Float64Array): void {
  const { draft, node } = writing;
  const b = draft.table('constant', constant);
  const fan = draft.table('targets', fanOutOf(writing));
  const walk = walkOf(draft, [inOrder(constant.length), b.positions, fan.positions]);
  draft.call({
    reads: [place],
    about: `synaptic operations of ${node.id}`,
    code: (at) => [
      `const float *const x = ${at(place)};`,
      ...walk((i, bAt, fanAt) => [`if (x[${i}] + ${b.text(bAt!)} != 0.0f) s->operations += (uint64_t)${fan.text(fanAt!)};`]),
    ],
  });
}

/** An operand of a product. */
interface ProductOperand {
  readonly value: ValueId;
  readonly sent: Sent;
}

/**
 * Counts the pairs of x∘y, x∘B and A∘y of a step, with A and B the estimates before it, and has these updated by `update`. At the first
 * step x and y hold their constant parts and equal the estimates after it, so that the pairs of A∘B are counted then instead.
 */
export function countProduct(
  { draft, program }: ProgramWriting,
  node: NetworkNode,
  operands: readonly ProductOperand[],
  coding: ValueCoding,
  update: () => ReadonlyMap<ValueId, Place>,
): void {
  const { shapes } = program.spiking.network;
  const [a, b] = node.inputs.map((value) => operands.find((operand) => operand.value === value)!) as [
    ProductOperand,
    ProductOperand,
  ];
  const sizes = matricesOf(atBatch(shapes.get(a.value)!, 1), atBatch(shapes.get(b.value)!, 1));
  const through = throughMatrices(draft, sizes);
  const kernel = draft.kernel('count_pairs');
  const count = (first: string, second: string): string[] =>
    through((atA, atB) => [
      `s->operations += ${kernel}(${first} + ${atA}, ${second} + ${atB}, ${sizes.rows}, ${sizes.terms}, ${sizes.columns});`,
    ]);
  const [x, y] = [a, b].map(({ sent }) => (coding === 'rate' ? withConstantPart(draft, sent) : sent.place)) as [Place, Place];
  const later = draft.layers.at(-1)!.calls.length;
  const kept = update();
  const [keptA, keptB] = [kept.get(a.value)!, kept.get(b.value)!];
  const about = `synaptic operations of ${node.id}`;
  const estimates = [`const float *const a = ${address(keptA)};`, `const float *const b = ${address(keptB)};`];
  // These are read before the estimates change.
  draft.layers.at(-1)!.calls.splice(later, 0, {
    reads: [x, y],
    about,
    code: (at) => [
      `const float *const x = ${at(x)};`,
      `const float *const y = ${at(y)};`,
      ...estimates,
      'if (s->step > 0) {',
      ...[...count('x', 'y'), ...count('x', 'b'), ...count('a', 'y')].map((line) => `  ${line}`),
      '}',
    ],
  });
  draft.call({
    reads: [],
    about: `${about} at the first step`,
    code: () => [...estimates, 'if (s->step == 0) {', ...count('a', 'b').map((line) => `  ${line}`), '}'],
  });
}

const address = (place: Place): string => {
  if (place.kind !== 'kept') throw new Error('the estimate of an operand is a state');
  return keptAddress(place);
};

/** The value that rate coding presents at a step: its sent part and its constant part. */
function withConstantPart(draft: Draft, { place, size, constant }: Sent): Place {
  if (!constant) return place;
  const b = draft.table('constant', constant);
  const whole = draft.buffer(size);
  const walk = walkOf(draft, [inOrder(size), b.positions]);
  draft.call({
    reads: [place],
    writes: whole,
    about: 'operand with its constant part',
    code: (at) => [
      `const float *const x = ${at(place)};`,
      `float *const whole = ${at(whole)};`,
      ...walk((i, bAt) => [`whole[${i}] = x[${i}] + ${b.text(bAt!)};`]),
    ],
  });
  return whole;
}
