/** Max and average pooling over windows, `x [N, C, …]`. MaxPool: maximum; AveragePool: linear. Padding never wins a maximum. */
import type { Shape, Tensor } from '../../tensor/index.ts';
import { sizeOf, tensor64 } from '../../tensor/index.ts';
import type { Attributes, NetworkNode } from '../network.ts';
import type { OnnxRead, OnnxWriter, Operator } from '../operator.ts';
import { wide } from './support/arrays.ts';
import { big, num, nums } from './support/attributes.ts';
import { refuseBatch } from './support/batch.ts';
import { anyMark, linear, sign, writeOne } from './support/forms.ts';
import { input } from './support/reading.ts';
import { padInto, readWindows, windowCounts, windowTables } from './support/windows.ts';
import type { Windows } from './support/windows.ts';

const windowsOf = (attributes: Attributes): Windows => ({
  kernel: nums(attributes, 'kernel'),
  strides: nums(attributes, 'strides'),
  pads: nums(attributes, 'pads'),
  dilations: attributes['dilations'] === undefined ? nums(attributes, 'kernel').map(() => 1) : nums(attributes, 'dilations'),
});

function pooledShape([x]: readonly Shape[], attributes: Attributes): Shape {
  if (x.length < 3) throw new Error(`pooling needs [N, C, …], not ${x.length} axes`);
  refuseBatch(x, [...x.keys()].slice(1), 'pooling');
  return [x[0], x[1], ...windowCounts(x.slice(2), windowsOf(attributes), num(attributes, 'ceil') !== 0)];
}

type Reduce = (buffer: Float64Array, at: number, taps: Int32Array) => number;

/** Reduces every window to one value. `shape`: the numbers of windows per axis. `outside`: the value of padding. */
function pool(x: Tensor, windows: Windows, shape: Shape, outside: number, reduce: Reduce): Tensor {
  const spatial = x.shape.slice(2);
  const tables = windowTables(spatial, windows, shape.slice(2));
  const { plane, base, taps } = tables;
  const buffer = new Float64Array(plane).fill(outside);
  const values = wide(x);
  const size = sizeOf(spatial);
  const result = tensor64(shape);
  const out = result.data as Float64Array;
  for (let from = 0, at = 0; at < out.length; from += size, at += base.length) {
    padInto(values, from, 1, tables, buffer);
    for (let i = 0; i < base.length; i++) out[at + i] = reduce(buffer, base[i], taps);
  }
  return result;
}

function maximumOf(buffer: Float64Array, at: number, taps: Int32Array): number {
  let most = buffer[at + taps[0]];
  for (let k = 1; k < taps.length; k++) {
    const value = buffer[at + taps[k]];
    // NaN propagates, as in the other operators.
    if (value > most || value !== value) most = value;
  }
  return most;
}

function sumOf(buffer: Float64Array, at: number, taps: Int32Array): number {
  let sum = 0;
  for (let k = 0; k < taps.length; k++) sum += buffer[at + taps[k]];
  return sum;
}

/** Number of values that each window averages: those inside the input, or inside the input and its pads. */
function divisors(spatial: Shape, attributes: Attributes, counts: Shape): Float64Array {
  const windows = windowsOf(attributes);
  const included = num(attributes, 'countIncludePad') !== 0;
  const sizes = included ? spatial.map((size, i) => size + windows.pads[i] + windows.pads[i + spatial.length]) : spatial;
  const ones: Tensor = { shape: [1, 1, ...sizes], data: new Float64Array(sizeOf(sizes)).fill(1), dtype: 'float' };
  const pads = included ? windows.pads.map(() => 0) : windows.pads;
  return pool(ones, { ...windows, pads }, [1, 1, ...counts], 0, sumOf).data as Float64Array;
}

/** Reads MaxPool or AveragePool. */
const readPool =
  (op: 'MaxPool' | 'AveragePool'): OnnxRead =>
  (node, build) => {
    const x = input(node, 0);
    const { kernel, strides, dilations, pads } = readWindows(node, build.shapeOf(x).slice(2), node.ints('kernel_shape'));
    const ceil = node.int('ceil_mode', 0);
    if (op === 'MaxPool') return [build.emit(op, [x], { kernel, strides, pads, dilations, ceil })];
    if (dilations.some((dilation) => dilation !== 1)) throw new Error('AveragePool with dilations is not supported');
    return [build.emit(op, [x], { kernel, strides, pads, ceil, countIncludePad: node.int('count_include_pad', 0) })];
  };

function writePool(node: NetworkNode, writer: OnnxWriter, extra: Record<string, bigint | bigint[]>): void {
  writeOne(writer, node, node.op, {
    kernel_shape: big(nums(node.attributes, 'kernel')),
    strides: big(nums(node.attributes, 'strides')),
    pads: big(nums(node.attributes, 'pads')),
    ceil_mode: BigInt(num(node.attributes, 'ceil')),
    ...extra,
  });
}

/** The operator MaxPool. */
export const maxPool: Operator = {
  onnx: { MaxPool: readPool('MaxPool') },
  write: (node, writer) => writePool(node, writer, { dilations: big(nums(node.attributes, 'dilations')) }),
  shape: pooledShape,
  evaluate: ([x], attributes) => pool(x, windowsOf(attributes), pooledShape([x.shape], attributes), -Infinity, maximumOf),
  spiking: () => 'max-pool',
  preserves: anyMark,
  takesMaxima: true,
};

/** The operator AveragePool. */
export const averagePool: Operator = {
  onnx: { AveragePool: readPool('AveragePool') },
  write: (node, writer) => writePool(node, writer, { count_include_pad: BigInt(num(node.attributes, 'countIncludePad')) }),
  shape: pooledShape,
  evaluate: ([x], attributes) => {
    const shape = pooledShape([x.shape], attributes);
    const sums = pool(x, windowsOf(attributes), shape, 0, sumOf);
    const counts = divisors(x.shape.slice(2), attributes, shape.slice(2));
    const out = sums.data as Float64Array;
    for (let i = 0; i < out.length; i++) out[i] /= counts[i % counts.length];
    return sums;
  },
  spiking: linear,
  arithmetic: (_x, y, attributes) => ({
    adds: (sizeOf(nums(attributes, 'kernel')) - 1) * sizeOf(y),
    multiplies: sizeOf(y),
    compares: 0,
  }),
  preserves: sign,
};
