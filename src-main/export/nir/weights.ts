/** The nodes with weights: convolutions and linear layers, with gains in their weights. */
import { type Shape, sizeOf } from '../../../src-shared/tensor/index.ts';
import type { NirReader } from '../../../src-shared/export/index.ts';
import { floats, integer, integers, type NirNode, nirNode } from './graph.ts';
import { channelsOf, type Gain } from './gains.ts';
import type { Dense, Window } from './windows.ts';
import type { GraphWriter } from './writer.ts';

/** The parts of a weight node. `spare`: channels of its input that it does not read. */
interface Written {
  readonly weight: Dense;
  readonly bias: Gain | undefined;
  readonly spare: number;
  /** Sizes of the input of a convolution. */
  readonly spatial: Shape;
  readonly window: Window | undefined;
}

/** The weight with each output and each input channel multiplied, and zeros for the spare channels. */
export function withGains({ shape, data }: Dense, out: Gain, into: Gain, spare: number): Dense {
  const [outputs, inputs] = [shape[0]!, shape[1]!];
  const kernel = sizeOf(shape.slice(2));
  const scaled = new Float64Array(outputs * (inputs + spare) * kernel);
  for (let o = 0; o < outputs; o++)
    for (let i = 0; i < inputs; i++)
      for (let k = 0; k < kernel; k++)
        scaled[(o * (inputs + spare) + i) * kernel + k] = data[(o * inputs + i) * kernel + k]! * out[o]! * into[i]!;
  return { shape: [outputs, inputs + spare, ...shape.slice(2)], data: scaled };
}

/** The node of a convolution or a linear layer. Readers differ in what they take for a linear layer without a bias. */
export function weightNode(
  { weight, bias, spatial, window }: Omit<Written, 'spare'>,
  { linear }: Pick<NirReader, 'linear'>,
): NirNode {
  const values = floats(weight.shape, weight.data);
  const outputs = weight.shape[0]!;
  const b = floats([outputs], bias ?? new Float64Array(outputs));
  if (!window) return linear && !bias ? nirNode('Linear', { weight: values }) : nirNode('Affine', { weight: values, bias: b });
  const flat = spatial.length === 1;
  const sizes = (all: readonly number[]) => (flat ? integer(all[0]!) : integers(all));
  return nirNode(flat ? 'Conv1d' : 'Conv2d', {
    input_shape: sizes(spatial),
    weight: values,
    bias: b,
    stride: sizes(window.strides),
    padding: sizes(window.padding),
    dilation: sizes(window.dilations),
    groups: integer(1),
  });
}

/** The window of a kernel of one position. */
export const pointWindow = (axes: number, stride: readonly number[] = new Array<number>(axes).fill(1)): Window => ({
  strides: stride,
  padding: new Array<number>(axes).fill(0),
  dilations: new Array<number>(axes).fill(1),
});

/** A layer that multiplies each channel of the sum of nodes by its gain and adds an offset. Returns its node. */
export function diagonal(
  writer: GraphWriter,
  name: string,
  from: readonly string[],
  { shape, gain, offset, spare }: { shape: Shape; gain: Gain; offset: Gain | undefined; spare: number },
): string {
  const channels = channelsOf(shape);
  const axes = shape.length - 1;
  const data = new Float64Array(channels * (channels + spare));
  gain.forEach((factor, i) => (data[i * (channels + spare) + i] = factor));
  const weight = { shape: [channels, channels + spare, ...new Array<number>(axes).fill(1)], data };
  const window = axes === 0 ? undefined : pointWindow(axes);
  const bias = offset ?? new Float64Array(channels);
  const node = weightNode({ weight, bias, spatial: shape.slice(1), window }, { linear: false });
  return writer.add(name, 'scale', node, from);
}
