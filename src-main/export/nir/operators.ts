/**
 * The linear operators of a network as nodes of NIR. An operator gives its value, or the reason why NIR cannot hold it. Operators
 * that move channels are convolutions with one position and weights of zeros and ones.
 */
import type { NirReader } from '../../../src-shared/export/index.ts';
import type { Network, NetworkNode, OpName } from '../../../src-shared/network/index.ts';
import { BATCH, type Shape, sizeOf, type Tensor } from '../../../src-shared/tensor/index.ts';
import { channelsOf, constantByChannel, type Gain, ones, planeOf, repeatEach, times } from './gains.ts';
import { integer, integers, nirNode } from './graph.ts';
import { groupsOf, layerValue, nodeValue, scaledBy, shiftedBy, sumOf, type Value } from './values.ts';
import { pointWindow, weightNode, withGains } from './weights.ts';
import { type Dense, embed, ungrouped, type Window } from './windows.ts';
import type { GraphWriter } from './writer.ts';

/** The tools with which operators are written. */
export interface Writing {
  readonly writer: GraphWriter;
  readonly reader: NirReader;
  readonly network: Network;
}

/** An operator's node with its operands: a value, or a constant. */
interface Applied {
  readonly node: NetworkNode;
  /** The first operand that is no constant. */
  readonly x: Value;
  readonly operands: readonly (Value | Tensor)[];
  /** Shape of a sample of the output. */
  readonly shape: Shape;
}

/** The value, or the reason why there is none. */
export type Outcome = Value | string;

const isValue = (operand: Value | Tensor): operand is Value => 'parts' in operand;

/** Writes a node of the network. `valueOf`: the values of its operands. */
export function writeOperator(writing: Writing, node: NetworkNode, valueOf: (value: string) => Value): Outcome {
  const { network } = writing;
  const operands = node.inputs.map((id) => network.constants.get(id) ?? valueOf(id));
  const x = operands.find(isValue);
  const operator = OPERATORS[node.op];
  if (!operator || !x) return `${node.op} is no operator of NIR`;
  if (network.shapes.get(node.output)![0] !== BATCH) return 'a value whose first axis is not the batch';
  if (x.shape.length > 3 || x.shape.length === 0) return `its input has ${x.shape.length} axes; NIR layers here have 1 to 3`;
  return operator(writing, { node, x, operands, shape: network.shapes.get(node.output)!.slice(1) });
}

type OperatorWriter = (writing: Writing, applied: Applied) => Outcome;

const numbers = (node: NetworkNode, name: string): readonly number[] => node.attributes[name] as readonly number[];

/** A weight layer on a value. `weight`: one group, `[out, in, …kernel]`. */
function weighted(
  { writer, reader }: Writing,
  { node, x, shape }: Pick<Applied, 'node' | 'x' | 'shape'>,
  { weight, bias, window }: { weight: Dense; bias: Gain | undefined; window: Window | undefined },
): Value {
  const kind = window ? 'conv' : 'linear';
  return layerValue(shape, (gain, offset) =>
    groupsOf(writer, node.path || node.id, x).map((group, index) => {
      const first = index === 0;
      const scaledBias = bias && times(bias, gain);
      const ownBias = first
        ? offset && scaledBias
          ? offset.map((value, i) => value + scaledBias[i]!)
          : (offset ?? scaledBias)
        : undefined;
      const written = {
        weight: withGains(weight, gain, group.gain, group.spare),
        bias: ownBias,
        spatial: x.shape.slice(1),
        window,
      };
      return writer.add(node.path || node.id, kind, weightNode(written, reader), group.nodes);
    }),
  );
}

function convolution(writing: Writing, applied: Applied): Outcome {
  const { node, operands, x } = applied;
  const weights = operands[1] as Tensor;
  if (weights.shape.length === 3 && !writing.reader.conv1d) return `${writing.reader.label} reads no Conv1d`;
  const dense = ungrouped({ shape: weights.shape, data: Float64Array.from(weights.data) }, node.attributes['group'] as number);
  const embedded = embed(dense, numbers(node, 'pads'), numbers(node, 'strides'), numbers(node, 'dilations'));
  if (!embedded)
    return `NIR has no convolution with the kernel ${weights.shape.slice(2).join(' × ')} and the pads ${numbers(node, 'pads').join(', ')}`;
  if (x.shape.length !== weights.shape.length - 1) return `its input has ${x.shape.length} axes`;
  const bias = operands[2] as Tensor | undefined;
  return weighted(writing, applied, { ...embedded, bias: bias && Float64Array.from(bias.data) });
}

function linear(writing: Writing, applied: Applied): Outcome {
  const { operands, x } = applied;
  const [weights, bias] = [operands[1] as Tensor, operands[2] as Tensor | undefined];
  if (x.shape.length !== 1) return `a linear layer on a value of ${x.shape.length} axes; NIR has those of vectors`;
  const [inputs, outputs] = [weights.shape[0]!, weights.shape[1]!];
  const data = new Float64Array(weights.data.length);
  for (let i = 0; i < inputs; i++) for (let o = 0; o < outputs; o++) data[o * inputs + i] = weights.data[i * outputs + o]!;
  const weight = { shape: [outputs, inputs], data };
  return weighted(writing, applied, { weight, bias: bias && Float64Array.from(bias.data), window: undefined });
}

const VARIES = 'a constant that varies within a channel';

function sum(_: Writing, { x, operands, shape }: Applied): Outcome {
  const values = operands.filter(isValue);
  if (values.some((value) => value.shape.join() !== shape.join())) return 'a sum of values of different shapes';
  if (values.length === operands.length) return sumOf(values[0]!, ...values.slice(1));
  const constant = constantByChannel(operands.find((one) => !isValue(one)) as Tensor, shape);
  return constant ? shiftedBy(x, constant) : VARIES;
}

function product(_: Writing, { x, operands, shape }: Applied): Outcome {
  const constant = operands.find((one): one is Tensor => !isValue(one));
  if (!constant) return 'a product of two values';
  if (x.shape.join() !== shape.join()) return 'a product that changes the shape';
  const gain = constantByChannel(constant, shape);
  return gain ? scaledBy(x, gain) : VARIES;
}

/** One position of each window, with these weights between channels. */
function selection(
  writing: Writing,
  applied: Applied,
  x: Value,
  sourceOf: (channel: number) => number,
  { strides, padding }: { strides?: readonly number[]; padding?: readonly number[] } = {},
): Outcome {
  const { shape } = applied;
  const axes = shape.length - 1;
  if (axes === 1 && !writing.reader.conv1d) return `${writing.reader.label} reads no Conv1d`;
  const [outputs, inputs] = [channelsOf(shape), channelsOf(x.shape)];
  const data = new Float64Array(outputs * inputs);
  for (let o = 0; o < outputs; o++) {
    const source = sourceOf(o);
    if (source >= 0 && source < inputs) data[o * inputs + source] = 1;
  }
  const weight = { shape: [outputs, inputs, ...new Array<number>(axes).fill(1)], data };
  const window = axes === 0 ? undefined : { ...pointWindow(axes, strides), ...(padding ? { padding } : {}) };
  return weighted(writing, { ...applied, x }, { weight, bias: undefined, window });
}

function slice(writing: Writing, applied: Applied): Outcome {
  const { node, x, shape } = applied;
  const strides = shape.slice(1).map(() => 1);
  let [first, step] = [0, 1];
  for (const [i, axis] of numbers(node, 'axes').entries()) {
    const [start, by] = [numbers(node, 'starts')[i]!, numbers(node, 'steps')[i]!];
    if (axis === 1) [first, step] = [start, by];
    else if (start !== 0 || by < 1 || Math.floor((x.shape[axis - 1]! - 1) / by) + 1 !== shape[axis - 1]!)
      return 'a part of the positions; NIR can only take every n-th of them';
    else strides[axis - 2] = by;
  }
  return selection(writing, applied, x, (channel) => first + step * channel, { strides });
}

function pad(writing: Writing, applied: Applied): Outcome {
  const { node, x } = applied;
  const rank = x.shape.length + 1;
  const pads = numbers(node, 'pads');
  const padding = pads.slice(2, rank);
  if (node.attributes['mode'] !== 'constant') return `padding of mode ${String(node.attributes['mode'])}`;
  if (padding.some((size, axis) => size !== pads[rank + 2 + axis]!))
    return 'padding with different pads on both sides of an axis';
  return selection(writing, applied, x, (channel) => channel - pads[1]!, { padding });
}

function concat(writing: Writing, applied: Applied): Outcome {
  const { node, operands } = applied;
  if (node.attributes['axis'] !== 1) return 'a concatenation along another axis than the channels';
  let at = 0;
  const moved: Value[] = [];
  for (const operand of operands) {
    if (!isValue(operand)) return 'a concatenation with a constant';
    const from = at;
    const one = selection(writing, applied, operand, (channel) => channel - from);
    if (typeof one === 'string') return one;
    moved.push(one);
    at += channelsOf(operand.shape);
  }
  return sumOf(moved[0]!, ...moved.slice(1));
}

function reshape({ writer, reader }: Writing, { node, x, shape }: Applied): Outcome {
  if (x.shape.join() === shape.join()) return x;
  if (shape.length !== 1) return `a change of shape from ${x.shape.join(' × ')} to ${shape.join(' × ')}`;
  const plane = planeOf(x.shape);
  return partsOf(
    groupsOf(writer, node.path || node.id, x).map(({ nodes, gain, spare }) => {
      const input = [channelsOf(x.shape) + spare, ...x.shape.slice(1)];
      const fields = {
        input_type: integers(input),
        start_dim: integer(reader.flatten === 'first' ? 0 : -input.length),
        end_dim: integer(-1),
      };
      const flat = writer.add(node.path || node.id, 'flatten', nirNode('Flatten', fields), nodes);
      return nodeValue(flat, shape, repeatEach(gain, plane), spare * plane);
    }),
  );
}

const partsOf = (values: readonly Value[]): Value => sumOf(values[0]!, ...values.slice(1));

/** Average pooling. Pads that are counted as zeros can be kept; a reader without pads gets a convolution. */
function averagePool(writing: Writing, applied: Applied): Outcome {
  const { node, x, shape } = applied;
  const [kernel, strides, pads] = [numbers(node, 'kernel'), numbers(node, 'strides'), numbers(node, 'pads')];
  const padded = pads.some((size) => size !== 0);
  if (padded && node.attributes['countIncludePad'] === 0) return 'average pooling that leaves its pads out of the mean';
  const counts = kernel.map((size, axis) => {
    const whole = x.shape[axis + 1]! + pads[axis]! + pads[axis + kernel.length]!;
    return Math.floor((whole - size) / strides[axis]!) + 1;
  });
  if (counts.join() !== shape.slice(1).join()) return 'average pooling that rounds the number of windows up';
  return pooled(writing, applied, x, { kernel, strides, pads });
}

/** The mean of all positions, as pooling with one window. */
function mean(writing: Writing, applied: Applied): Outcome {
  const { node, x } = applied;
  const axes = [...x.shape.keys()].slice(1).map((axis) => axis + 1);
  if (
    x.shape.length < 2 ||
    numbers(node, 'axes')
      .toSorted((a, b) => a - b)
      .join() !== axes.join()
  )
    return 'a mean of other axes than all positions';
  const kernel = x.shape.slice(1);
  const pooledShape = [channelsOf(x.shape), ...kernel.map(() => 1)];
  const result = pooled(writing, { ...applied, shape: pooledShape }, x, {
    kernel,
    strides: kernel,
    pads: [...kernel, ...kernel].fill(0),
  });
  return typeof result === 'string' ? result : reshape(writing, { ...applied, x: result });
}

interface PoolWindow {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly pads: readonly number[];
}

function pooled(writing: Writing, applied: Applied, x: Value, { kernel, strides, pads }: PoolWindow): Outcome {
  const { reader, writer } = writing;
  const { node, shape } = applied;
  const even = kernel.every((_, axis) => pads[axis] === pads[axis + kernel.length]);
  const padded = pads.some((size) => size !== 0);
  if (kernel.length !== 2 || !even || (padded && !reader.padsPools))
    return poolAsConvolution(writing, applied, x, { kernel, strides, pads });
  const share = reader.pool === 'SumPool2d' ? 1 / sizeOf(kernel) : 1;
  const fields = { kernel_size: integers(kernel), stride: integers(strides), padding: integers(pads.slice(0, 2)) };
  return partsOf(
    groupsOf(writer, node.path || node.id, x).map(({ nodes, gain, spare }) => {
      const name = writer.add(
        node.path || node.id,
        reader.pool === 'SumPool2d' ? 'sum' : 'mean',
        nirNode(reader.pool, fields),
        nodes,
      );
      return nodeValue(
        name,
        shape,
        gain.map((factor) => factor * share),
        spare,
      );
    }),
  );
}

function poolAsConvolution(writing: Writing, applied: Applied, x: Value, { kernel, strides, pads }: PoolWindow): Outcome {
  if (kernel.length === 1 && !writing.reader.conv1d) return `${writing.reader.label} reads no Conv1d`;
  const channels = channelsOf(x.shape);
  const size = sizeOf(kernel);
  const data = new Float64Array(channels * channels * size);
  for (let c = 0; c < channels; c++) data.fill(1 / size, (c * channels + c) * size, (c * channels + c + 1) * size);
  const embedded = embed(
    { shape: [channels, channels, ...kernel], data },
    pads,
    strides,
    kernel.map(() => 1),
  );
  if (!embedded) return `pooling with the window ${kernel.join(' × ')} and pads`;
  return weighted(writing, { ...applied, x }, { ...embedded, bias: undefined });
}

const OPERATORS: Readonly<Partial<Record<OpName, OperatorWriter>>> = {
  Conv: convolution,
  Linear: linear,
  Add: sum,
  Mul: product,
  Neg: (_, { x }) =>
    scaledBy(
      x,
      ones(x.shape).map((one) => -one),
    ),
  Slice: slice,
  Pad: pad,
  Concat: concat,
  Reshape: reshape,
  AveragePool: averagePool,
  ReduceMean: mean,
};
