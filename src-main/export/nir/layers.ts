/** Layers of NIR without a state, as functions of one step of one sample. Silent inputs cost nothing in layers with weights. */
import { type Shape, sizeOf } from '../../../src-shared/tensor/index.ts';
import type { NirReader } from '../../../src-shared/export/index.ts';
import type { NirArray, NirNode } from './graph.ts';

/** A layer with the shape of its output. */
export interface Layer {
  readonly shape: Shape;
  readonly run: (input: Float64Array) => Float64Array;
}

/** A field of a node. Throws an Error if it is absent. */
export function field({ type, fields }: NirNode, name: string): NirArray {
  const found = fields.get(name);
  if (!found) throw new Error(`a node ${type} lacks the field ${name}`);
  return found;
}

/** A field as numbers; a scalar is an array of one. */
export const numbersOf = (node: NirNode, name: string): number[] => Array.from(field(node, name).data, Number);

/** A layer without a state. Throws an Error for a node that does not fit its input, or that the reader reads as something else. */
export function createLayer(node: NirNode, input: Shape, reader: NirReader): Layer {
  switch (node.type) {
    case 'Affine':
    case 'Linear':
      return remembering(linear(node, input));
    case 'Conv1d':
    case 'Conv2d':
      return remembering(convolution(node, input));
    case 'SumPool2d':
    case 'AvgPool2d':
      return pooling(node, input, reader);
    case 'Flatten':
      return flatten(node, input, reader);
    case 'Input':
    case 'Output':
      return { shape: same(input, numbersOf(node, 'shape'), node.type), run: (values) => values };
    case 'IF':
    case 'LIF':
      throw new Error(`${node.type} has a state`);
  }
}

/** The layer, with the output of its last input: the input of a network is the same at every step. */
function remembering({ shape, run }: Layer): Layer {
  let [last, output]: (Float64Array | undefined)[] = [];
  return {
    shape,
    run: (input) => {
      if (!output || !last!.every((value, i) => value === input[i])) [last, output] = [input, run(input)];
      return output;
    },
  };
}

function same(input: Shape, wanted: Shape, what: string): Shape {
  if (input.join() !== wanted.join()) throw new Error(`${what} wants [${wanted.join(', ')}] and gets [${input.join(', ')}]`);
  return input;
}

function linear(node: NirNode, input: Shape): Layer {
  const { shape, data } = field(node, 'weight');
  const [outputs, inputs] = [shape[0]!, shape[1]!];
  same(input, [inputs], node.type);
  const bias = node.type === 'Affine' ? field(node, 'bias').data : new Float32Array(outputs);
  return {
    shape: [outputs],
    run: (values) => {
      const out = Float64Array.from(bias, Number);
      for (let i = 0; i < inputs; i++) {
        const value = values[i]!;
        if (value !== 0) for (let o = 0; o < outputs; o++) out[o]! += value * Number(data[o * inputs + i]);
      }
      return out;
    },
  };
}

interface Axis {
  readonly size: number;
  readonly windows: number;
  readonly kernel: number;
  readonly stride: number;
  readonly pad: number;
  readonly dilation: number;
}

/** Pairs of a tap and a window that read each position of an axis. */
function readersOf({ size, windows, kernel, stride, pad, dilation }: Axis): { tap: number; window: number }[][] {
  return Array.from({ length: size }, (_, at) =>
    Array.from({ length: kernel }, (__, tap) => ({ tap, window: (at + pad - tap * dilation) / stride })).filter(
      ({ window }) => Number.isInteger(window) && window >= 0 && window < windows,
    ),
  );
}

const windowsIn = (size: number, kernel: number, stride: number, pad: number, dilation: number): number =>
  Math.floor((size + 2 * pad - dilation * (kernel - 1) - 1) / stride) + 1;

function convolution(node: NirNode, input: Shape): Layer {
  const { shape, data } = field(node, 'weight');
  const [outputs, inputs] = [shape[0]!, shape[1]!];
  const spatial = input.slice(1);
  same(spatial, numbersOf(node, 'input_shape'), `the input_shape of ${node.type}`);
  if (input[0] !== inputs || numbersOf(node, 'groups')[0] !== 1)
    throw new Error(`${node.type} wants ${inputs} channels in one group`);
  const [strides, pads, dilations] = ['stride', 'padding', 'dilation'].map((name) => numbersOf(node, name)) as [
    number[],
    number[],
    number[],
  ];
  // NIR infers the output's shape from one side of the kernel.
  if (shape.slice(2).some((side) => side !== shape[2])) throw new Error('a kernel that is not square');
  const axes = spatial.map((size, i): Axis => {
    const [stride, pad, dilation, kernel] = [strides[i]!, pads[i]!, dilations[i]!, shape[2]!];
    return { size, kernel, stride, pad, dilation, windows: windowsIn(size, kernel, stride, pad, dilation) };
  });
  const [height, width] = axes.length === 1 ? [UNIT_AXIS, axes[0]!] : (axes as [Axis, Axis]);
  const [rows, columns] = [readersOf(height), readersOf(width)];
  const taps = sizeOf(shape.slice(2));
  const plane = height.windows * width.windows;
  const side = width.kernel;
  // Weights in the order input, tap, output: the innermost loop is over outputs.
  const weights = new Float64Array(data.length);
  for (let o = 0; o < outputs; o++)
    for (let row = 0; row < inputs * taps; row++) weights[row * outputs + o] = Number(data[o * inputs * taps + row]);
  const bias = Float64Array.from(field(node, 'bias').data, Number);
  return {
    shape: [outputs, ...axes.map(({ windows }) => windows)],
    run: (values) => {
      const sums = new Float64Array(plane * outputs);
      for (let position = 0; position < plane; position++) sums.set(bias, position * outputs);
      for (let at = 0; at < values.length; at++) {
        const value = values[at]!;
        if (value === 0) continue;
        const x = at % width.size;
        const y = Math.floor(at / width.size) % height.size;
        const channel = Math.floor(at / (width.size * height.size));
        for (const row of rows[y]!)
          for (const column of columns[x]!) {
            const target = (row.window * width.windows + column.window) * outputs;
            const source = (channel * taps + row.tap * side + column.tap) * outputs;
            for (let o = 0; o < outputs; o++) sums[target + o]! += value * weights[source + o]!;
          }
      }
      const out = new Float64Array(plane * outputs);
      for (let position = 0; position < plane; position++)
        for (let o = 0; o < outputs; o++) out[o * plane + position] = sums[position * outputs + o]!;
      return out;
    },
  };
}

const UNIT_AXIS: Axis = { size: 1, windows: 1, kernel: 1, stride: 1, pad: 0, dilation: 1 };

function pooling(node: NirNode, input: Shape, { padsPools, label, pool }: NirReader): Layer {
  const [kernel, strides, pads] = ['kernel_size', 'stride', 'padding'].map((name) => numbersOf(node, name)) as [
    number[],
    number[],
    number[],
  ];
  if (!padsPools && pads.some((pad) => pad !== 0)) throw new Error(`${label} ignores the padding of pooling`);
  if (pool === 'SumPool2d' && node.type !== 'SumPool2d') throw new Error(`${label} reads no ${node.type}`);
  if (input.length !== 3) throw new Error(`${node.type} wants three axes`);
  const [rows, columns] = [0, 1].map((i): Axis => {
    const [size, side, stride, pad] = [input[i + 1]!, kernel[i]!, strides[i]!, pads[i]!];
    return { size, kernel: side, stride, pad, dilation: 1, windows: windowsIn(size, side, stride, pad, 1) };
  }) as [Axis, Axis];
  const share = node.type === 'AvgPool2d' ? 1 / (kernel[0]! * kernel[1]!) : 1;
  const [down, across] = [readersOf(rows), readersOf(columns)];
  const plane = rows.windows * columns.windows;
  return {
    shape: [input[0]!, rows.windows, columns.windows],
    run: (values) => {
      const out = new Float64Array(input[0]! * plane);
      values.forEach((value, at) => {
        if (value === 0) return;
        const x = at % columns.size;
        const y = Math.floor(at / columns.size) % rows.size;
        const base = Math.floor(at / (columns.size * rows.size)) * plane;
        for (const row of down[y]!)
          for (const column of across[x]!) out[base + row.window * columns.windows + column.window]! += value * share;
      });
      return out;
    },
  };
}

/** Flatten on samples with a batch in front, as the reader counts axes. */
function flatten(node: NirNode, input: Shape, { flatten: counting, label }: NirReader): Layer {
  same(input, numbersOf(node, 'input_type'), 'the input_type of Flatten');
  const batched = [2, ...input];
  const axisOf = (name: string): number => {
    const given = numbersOf(node, name)[0]!;
    if (given < 0) return given + batched.length;
    return counting === 'first' ? given + 1 : given;
  };
  const [from, to] = [axisOf('start_dim'), axisOf('end_dim')];
  if (from === 0) throw new Error(`${label} would flatten the batch too`);
  const shape = [...batched.slice(1, from), sizeOf(batched.slice(from, to + 1)), ...batched.slice(to + 1)];
  return { shape, run: (values) => values };
}
