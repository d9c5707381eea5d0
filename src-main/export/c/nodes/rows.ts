/** Softmax, normalisations and reductions: functions of rows of entries. */
import type { OpName } from '../../../../src-shared/network/op-names.ts';
import { type Shape, sizeOf } from '../../../../src-shared/tensor/index.ts';
import type { Place } from '../draft.ts';
import type { KernelName } from '../kernels/index.ts';
import { floatLiteral } from '../literals.ts';
import { binary } from './binary.ts';
import { moved } from './moved.ts';
import { callOn, inShape, type NodeWriting, pointers } from './node.ts';

/** Rows of a value: `outer` · `inner` rows of `count` entries that are `inner` apart. */
interface Rows {
  readonly outer: number;
  readonly count: number;
  readonly inner: number;
}

const rowsAlong = (shape: Shape, from: number, to: number): Rows => ({
  outer: sizeOf(shape.slice(0, from)),
  count: sizeOf(shape.slice(from, to)),
  inner: sizeOf(shape.slice(to)),
});

/** Calls a function of rows on the node's first operand. `more`: further arguments. */
function callRows(writing: NodeWriting, name: KernelName, { outer, count, inner }: Rows, more: readonly string[] = []): Place {
  const kernel = writing.draft.kernel(name);
  const one = { ...writing, inputs: writing.inputs.slice(0, 1) };
  return callOn(one, (at, y) => [
    ...pointers(at, { x: one.inputs[0]!.place }, { y }),
    `${kernel}(${['x', 'y', outer, count, inner, ...more].join(', ')});`,
  ]);
}

const numberOf = ({ node }: NodeWriting, key: string): number => node.attributes[key] as number;

export function softmaxed(writing: NodeWriting): Place {
  const axis = numberOf(writing, 'axis');
  return callRows(writing, writing.node.op === 'Softmax' ? 'softmax' : 'log_softmax', rowsAlong(writing.shape, axis, axis + 1));
}

export function lpNormalised(writing: NodeWriting): Place {
  const axis = numberOf(writing, 'axis');
  return callRows(
    writing,
    numberOf(writing, 'p') === 2 ? 'divide_by_norm_2' : 'divide_by_norm_1',
    rowsAlong(writing.shape, axis, axis + 1),
  );
}

export function layerNormalised(writing: NodeWriting): Place {
  const { node, shape } = writing;
  const rows = rowsAlong(shape, numberOf(writing, 'axis'), shape.length);
  const name = node.op === 'LayerNormalization' ? 'normalise' : 'normalise_rms';
  const normal = callRows(writing, name, rows, [floatLiteral(numberOf(writing, 'epsilon'))]);
  return scaled(writing, normal, (parameter) => parameter);
}

export function groupNormalised(writing: NodeWriting): Place {
  const { node, shape } = writing;
  const groups = node.op === 'GroupNormalization' ? numberOf(writing, 'groups') : shape[1]!;
  const rows = { outer: shape[0]! * groups, count: sizeOf(shape.slice(1)) / groups, inner: 1 };
  const normal = callRows(writing, 'normalise', rows, [floatLiteral(numberOf(writing, 'epsilon'))]);
  return scaled(writing, normal, () => [shape[1]!, ...shape.slice(2).map(() => 1)]);
}

/** Multiplies by the node's scale and adds its bias. `broadcast`: the shape of these in which they broadcast over the value. */
function scaled(writing: NodeWriting, normal: Place, broadcast: (shape: Shape) => Shape): Place {
  const [, ...parameters] = writing.inputs;
  return parameters.reduce((place, parameter, index) => {
    const operands = [{ place, shape: writing.shape, constant: undefined }, inShape(parameter, broadcast(parameter.shape))];
    return binary({ ...writing, node: { ...writing.node, op: index === 0 ? 'Mul' : 'Add' }, inputs: operands });
  }, normal);
}

export function locallyNormalised(writing: NodeWriting): Place {
  const { draft, shape, inputs } = writing;
  const size = numberOf(writing, 'size');
  const [alpha, beta, bias] = ['alpha', 'beta', 'bias'].map((key) => numberOf(writing, key)) as [number, number, number];
  const kernel = draft.kernel('respond_locally');
  const [samples, channels] = [shape[0]!, shape[1]!];
  const plane = sizeOf(shape.slice(2));
  const parameters = [
    ...[channels, plane, Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)],
    ...[alpha / size, beta, bias].map(floatLiteral),
  ].join(', ');
  return callOn(writing, (at, y) => [
    ...pointers(at, { x: inputs[0]!.place }, { y }),
    ...Array.from({ length: samples }, (_, sample) => {
      const from = sample * channels * plane;
      return `${kernel}(x + ${from}, y + ${from}, ${parameters});`;
    }),
  ]);
}

const REDUCTIONS: Partial<Readonly<Record<OpName, KernelName>>> = {
  ReduceSum: 'reduce_sum',
  ReduceMean: 'reduce_mean',
  ReduceMax: 'reduce_max',
  ReduceMin: 'reduce_min',
  ReduceProd: 'reduce_product',
  ReduceL1: 'reduce_norm_1',
  ReduceL2: 'reduce_norm_2',
  ReduceSumSquare: 'reduce_squares',
  ReduceLogSum: 'reduce_log_sum',
  ReduceLogSumExp: 'reduce_log_sum_exp',
};

export function reduced(writing: NodeWriting): Place {
  const { node, inputs } = writing;
  const [x] = inputs;
  const axes = [...(node.attributes['axes'] as readonly number[])].sort((a, b) => a - b);
  const name = REDUCTIONS[node.op]!;
  const adjacent = axes.every((axis, index) => axis === axes[0]! + index);
  if (adjacent) return callRows(writing, name, rowsAlong(x!.shape, axes[0] ?? 0, (axes.at(-1) ?? -1) + 1));
  // Axes that are apart are brought together at the end.
  const perm = [...[...x!.shape.keys()].filter((axis) => !axes.includes(axis)), ...axes];
  const shape = perm.map((axis) => x!.shape[axis]!);
  const place = moved({ ...writing, node: { ...node, op: 'Transpose', attributes: { perm } }, inputs: [x!], shape });
  const rows = rowsAlong(shape, shape.length - axes.length, shape.length);
  return callRows({ ...writing, inputs: [{ place, shape, constant: undefined }] }, name, rows);
}
