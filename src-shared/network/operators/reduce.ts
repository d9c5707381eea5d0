/**
 * Reductions over `axes` with `keepdims` 0 or 1. Sum and mean are linear; maximum, norms and the rest are functions of all
 * values together. Never over the batch. Global pooling is a reduction over the spatial axes.
 */
import type { Shape, Tensor } from '../../tensor/index.ts';
import type { Attributes, NetworkNode } from '../network.ts';
import type { OpName } from '../op-names.ts';
import type { OnnxRead, OnnxWriter, Operator, SpikingForm } from '../operator.ts';
import { wide } from './support/arrays.ts';
import { big, num, nums } from './support/attributes.ts';
import { refuseBatch } from './support/batch.ts';
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
  const data = new Float64Array(row === 0 ? 0 : values.length / row);
  for (let i = 0, at = 0; i < data.length; i++, at += row) data[i] = fold(values, at, row);
  return { shape: reducedShape(x.shape, attributes), data, dtype: keepsType ? x.dtype : 'float' };
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

function reduction(op: Reduction, form: SpikingForm, fold: Fold, more: Readonly<Record<string, OnnxRead>> = {}): Operator {
  return {
    onnx: { [op]: readReduce(op), ...more },
    write: writeReduce,
    shape: ([x], attributes) => {
      refuseBatch(x, nums(attributes, 'axes'), op);
      return reducedShape(x, attributes);
    },
    evaluate: ([x], attributes) => reduce(x, attributes, fold, KEEP_TYPE.has(op)),
    spiking: () => form,
  };
}

const mean: Fold = (x, at, n) => sum(x, at, n) / n;
const squares = total((value) => value * value);

export const reductions: Readonly<Record<Reduction, Operator>> = {
  ReduceSum: reduction('ReduceSum', 'linear', sum),
  ReduceMean: reduction('ReduceMean', 'linear', mean, { GlobalAveragePool: readGlobal('ReduceMean') }),
  ReduceMax: reduction('ReduceMax', 'expectation', most, { GlobalMaxPool: readGlobal('ReduceMax') }),
  ReduceMin: reduction(
    'ReduceMin',
    'expectation',
    pick((a, b) => Math.min(a, b), Infinity),
  ),
  ReduceProd: reduction(
    'ReduceProd',
    'expectation',
    pick((a, b) => a * b, 1),
  ),
  ReduceL1: reduction('ReduceL1', 'expectation', total(Math.abs)),
  ReduceL2: reduction('ReduceL2', 'expectation', (x, at, n) => Math.sqrt(squares(x, at, n))),
  ReduceSumSquare: reduction('ReduceSumSquare', 'expectation', squares),
  ReduceLogSum: reduction('ReduceLogSum', 'expectation', (x, at, n) => Math.log(sum(x, at, n))),
  ReduceLogSumExp: reduction('ReduceLogSumExp', 'expectation', logSumExp),
};
