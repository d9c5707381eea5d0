/**
 * The samples of operators, each with the shape of an image `[B, C, H, W]` where its operator can take one: that is how it meets a
 * convolution without anything between. Those that cannot are put behind operators that move values.
 */
import type { Attributes, OpName } from '../../src-shared/network/index.ts';
import { randomWeight } from '../../src-shared/network/operators/testing/random.ts';
import type { Sample } from '../../src-shared/network/operators/testing/samples.ts';
import { BATCH, isBatchSize, type Shape, sizeOf, type Tensor } from '../../src-shared/tensor/index.ts';

export const isTensor = (input: Shape | Tensor): input is Tensor => 'shape' in input;

/** Shapes of the coded inputs of a sample. */
export const codedShapes = ({ inputs }: Sample): Shape[] => inputs.filter((input): input is Shape => !isTensor(input));

/** Height and width of the images that a sample's shapes are made of. */
export function planeOf(sample: Sample): readonly [height: number, width: number] {
  const [shape] = codedShapes(sample);
  return shape!.length >= 3 && shape![0] === BATCH ? [shape!.at(-2)!, shape!.at(-1)!] : [6, 5];
}

const ints = (attributes: Attributes, name: string): readonly number[] => attributes[name] as readonly number[];

/** Names of attributes that hold an axis or several, of values of the same rank as the first input. */
const AXES = ['axis', 'axes'] as const;

/**
 * The sample on images of this many channels: images get them, values `[B, M, N]` become `[B, C, M, N]`. Undefined where the operator
 * takes other ranks only, or where the batch of its input is not the first axis.
 */
export function onImages(sample: Sample, channels: number): Sample | undefined {
  const [first] = codedShapes(sample);
  if (first![0] !== BATCH) return undefined;
  if (first!.length === 4) return widened(sample, channels);
  return first!.length === 3 && sample.op !== 'Conv' ? lifted(sample, channels) : undefined;
}

/** A sample of images with another number of channels. */
function widened({ op, inputs, attributes }: Sample, channels: number): Sample {
  const old = (inputs.find((input) => !isTensor(input)) as Shape)[1]!;
  const shapes = inputs.map((input) => (isTensor(input) ? input : input.with(1, channels)));
  if (op === 'Conv' || op === 'ConvTranspose') return { op, ...convolved(op, shapes, attributes, old, channels) };
  const perChannel = shapes.map((input) =>
    isTensor(input) && input.shape.join() === String(old)
      ? { ...randomWeight([channels], 9), data: ofChannels(input, channels) }
      : input,
  );
  const resized = { ...attributes };
  if (op === 'GroupNormalization') resized['groups'] = channels % 2 === 0 ? 2 : 1;
  if (op === 'Reshape') resized['shape'] = [BATCH, channels, ...ints(attributes, 'shape').slice(2)];
  if (op === 'Slice') resized['starts'] = ints(attributes, 'starts').map((start, at) => (at === 0 ? channels - 1 : start));
  return { op, inputs: perChannel, attributes: resized };
}

const ofChannels = ({ data }: Tensor, channels: number): Float32Array =>
  Float32Array.from({ length: channels }, (_, channel) => data[channel % data.length]!);

/** Weights of a convolution for other channels; as many groups, or one where they do not divide. */
function convolved(
  op: OpName,
  [image, weights, bias]: readonly (Shape | Tensor)[],
  attributes: Attributes,
  old: number,
  channels: number,
) {
  const { shape } = weights as Tensor;
  const [a, c, ...kernel] = shape as [number, number, number, number];
  const groups = Number(attributes['group']);
  const group = groups === old ? channels : channels % groups === 0 ? groups : 1;
  // Outputs of a group: as many as before.
  const outputs = (op === 'Conv' ? a / groups : c) as number;
  const size = op === 'Conv' ? [group * outputs, channels / group, ...kernel] : [channels, outputs, ...kernel];
  return {
    inputs: [image!, randomWeight(size, 4), ...(bias ? [randomWeight([group * outputs], 5)] : [])],
    attributes: { ...attributes, group },
  };
}

/** A sample of values `[B, M, N]` with an axis of channels behind the batch. */
function lifted({ op, inputs, attributes }: Sample, channels: number): Sample {
  const moved: Record<string, Attributes[string]> = { ...attributes };
  for (const name of AXES) {
    const value = attributes[name];
    if (typeof value === 'number') moved[name] = value + 1;
    else if (value !== undefined) moved[name] = ints(attributes, name).map((axis) => axis + 1);
  }
  if (op === 'Tile') moved['repeats'] = [1, ...ints(attributes, 'repeats')];
  if (op === 'Expand' || op === 'Reshape') {
    const [batch, ...rest] = ints(attributes, 'shape');
    // What holds several batches holds the channels too.
    moved['shape'] = batch === BATCH ? [BATCH, channels, ...rest] : [batch! * channels, ...rest];
  }
  return {
    op,
    inputs: inputs.map((input) => (isTensor(input) || !isBatchSize(input[0]!) ? input : [BATCH, channels, ...input.slice(1)])),
    attributes: moved,
  };
}

/** Entries of a sample of a shape with a batch. */
export const entriesOf = (shape: Shape): number => sizeOf(shape.map((size) => (isBatchSize(size) ? size / BATCH : size)));
