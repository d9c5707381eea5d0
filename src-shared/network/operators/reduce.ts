/**
 * Reductions over `axes` with `keepdims` 0 or 1. Sum and mean are linear; maximum, norms and the rest are functions of all
 * values together. Never over the batch. Global pooling is a reduction over the spatial axes.
 */
import type { Shape, Tensor } from '../../tensor/index.ts';
import { sizeOf } from '../../tensor/index.ts';
import type { Attributes, NetworkNode } from '../network.ts';
import type { OpName } from '../op-names.ts';
import type { OnnxRead, OnnxWriter, Operator } from '../operator.ts';
import type { OperatorTraits, SpikingForm } from '../operator-traits.ts';
import { wide } from './support/arrays.ts';
import { big, num, nums } from './support/attributes.ts';
import { refuseBatch } from './support/batch.ts';
import { anyMark, sign } from './support/forms.ts';
import { axesLast } from './support/permute.ts';
import { checkedAxes, input, intsOf } from './support/reading.ts';

type Reduction = Extract<OpName, `Reduce${string}`>;

/** A reduction of `n` values from `at` on. */
type Fold = (x: Float64Array, at: number, n: number) => number;

/** A fold that adds up a function of every value. */
const total =
  (f: (x: number) => number): Fold =>
  (x, at, n) => {
    let sum = 0;
    for (let i = at; i < at + n; i++) sum += f(x[i]);
    return sum;
  };
const sum: Fold = (x, at, n) => {
  let s = 0;
  for (let i = at; i < at + n; i++) s += x[i];
  return s;
};
const pick =
  (f: (a: number, b: number) => number, start: number): Fold =>
  (x, at, n) => {
    let value = start;
    for (let i = at; i < at + n; i++) value = f(value, x[i]);
    return value;
  };
const most = pick((a, b) => Math.max(a, b), -Infinity);
const logSumExp: Fold = (x, at, n) => {
  const top = most(x, at, n);
  if (!Number.isFinite(top)) return top;
  return top + Math.log(total((value) => Math.exp(value - top))(x, at, n));
};

function reducedShape(shape: Shape, attributes: Attributes): Shape {
  const axes = nums(attributes, 'axes');
  return num(attributes, 'keepdims')
    ? shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
    : shape.filter((_, axis) => !axes.includes(axis));
}

function reduce(x: Tensor, attributes: Attributes, fold: Fold, keepsType: boolean): Tensor {
  const { moved, row } = axesLast(x, nums(attributes, 'axes'));
  const values = wide(moved);
  const shape = reducedShape(x.shape, attributes);
  // Of no values at all the sum is 0, the product 1, the maximum −∞: what the fold starts with.
  const data = new Float64Array(sizeOf(shape));
  for (let i = 0, at = 0; i < data.length; i++, at += row) data[i] = fold(values, at, row);
  return { shape, data, dtype: keepsType ? x.dtype : 'float' };
}

/** Reductions of integers to integers. Over a single value they are that value. */
const KEEP_TYPE: ReadonlySet<Reduction> = new Set(['ReduceSum', 'ReduceMax', 'ReduceMin', 'ReduceProd']);

const readReduce =
  (op: Reduction): OnnxRead =>
  (node, build) => {
    const x = input(node, 0);
    const rank = build.shapeOf(x).length;
    const given = intsOf(node, build, 'axes', 1);
    if (!given?.length && node.int('noop_with_empty_axes', 0) !== 0) {
      // ONNX is of two minds on whether the others then still take their absolute value, square or logarithm.
      if (!KEEP_TYPE.has(op) && op !== 'ReduceMean') throw new Error(`${node.type} without axes is not supported`);
      return [x];
    }
    const axes = given?.length ? checkedAxes(given, rank) : [...new Array<number>(rank).keys()];
    return [build.emit(op, [x], { axes, keepdims: node.int('keepdims', 1) })];
  };

const readGlobal =
  (op: Reduction): OnnxRead =>
  (node, build) => {
    const x = input(node, 0);
    return [build.emit(op, [x], { axes: [...build.shapeOf(x).keys()].slice(2), keepdims: 1 })];
  };

function writeReduce(node: NetworkNode, writer: OnnxWriter): void {
  const axes = nums(node.attributes, 'axes');
  const keepdims = BigInt(num(node.attributes, 'keepdims'));
  // At opset 17 ReduceSum takes its axes as an input, all others as an attribute.
  const input = node.op === 'ReduceSum';
  writer.add({
    type: node.op,
    inputs: input ? [...node.inputs, writer.ints(axes)] : node.inputs,
    outputs: [node.output],
    attributes: input ? { keepdims } : { keepdims, axes: big(axes) },
  });
}

interface Parts extends Pick<OperatorTraits, 'arithmetic' | 'preserves' | 'nonNegative' | 'takesMaxima'> {
  readonly form: SpikingForm;
  readonly fold: Fold;
  /** Further ONNX types that are read as it. */
  readonly onnx?: Readonly<Record<string, OnnxRead>>;
}

function reduction(op: Reduction, { form, fold, onnx = {}, ...traits }: Parts): Operator {
  return {
    onnx: { [op]: readReduce(op), ...onnx },
    write: writeReduce,
    shape: ([x], attributes) => {
      refuseBatch(x, nums(attributes, 'axes'), op);
      return reducedShape(x, attributes);
    },
    evaluate: ([x], attributes) => reduce(x, attributes, fold, KEEP_TYPE.has(op)),
    spiking: () => form,
    reduces: true,
    ...traits,
  };
}

const mean: Fold = (x, at, n) => sum(x, at, n) / n;
const squares = total((value) => value * value);
/** Additions that make one value out of several. */
const addsOf = (x: Shape, y: Shape): number => sizeOf(x) - sizeOf(y);
const always = () => true;

const TABLE: Readonly<Record<Reduction, Parts>> = {
  ReduceSum: {
    form: 'linear',
    fold: sum,
    preserves: sign,
    arithmetic: ([x], y) => ({ adds: addsOf(x, y), multiplies: 0, compares: 0 }),
  },
  ReduceMean: {
    form: 'linear',
    fold: mean,
    preserves: sign,
    arithmetic: ([x], y) => ({ adds: addsOf(x, y), multiplies: sizeOf(y), compares: 0 }),
    onnx: { GlobalAveragePool: readGlobal('ReduceMean') },
  },
  ReduceMax: {
    form: 'expectation',
    fold: most,
    preserves: anyMark,
    takesMaxima: true,
    onnx: { GlobalMaxPool: readGlobal('ReduceMax') },
  },
  ReduceMin: { form: 'expectation', fold: pick((a, b) => Math.min(a, b), Infinity), preserves: anyMark },
  ReduceProd: { form: 'expectation', fold: pick((a, b) => a * b, 1) },
  ReduceL1: { form: 'expectation', fold: total(Math.abs), nonNegative: always },
  ReduceL2: { form: 'expectation', fold: (x, at, n) => Math.sqrt(squares(x, at, n)), nonNegative: always },
  ReduceSumSquare: { form: 'expectation', fold: squares, nonNegative: always },
  ReduceLogSum: { form: 'expectation', fold: (x, at, n) => Math.log(sum(x, at, n)) },
  ReduceLogSumExp: { form: 'expectation', fold: logSumExp },
};

/** The reductions over axes, by name. */
export const reductions = Object.fromEntries(
  Object.entries(TABLE).map(([op, parts]) => [op, reduction(op as Reduction, parts)]),
) as Readonly<Record<Reduction, Operator>>;
