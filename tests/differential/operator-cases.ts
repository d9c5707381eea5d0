/**
 * A network for every sample of every operator: a branch for each kind of stage that the operator stands behind, with another kind in front of
 * which it stands in each. The kinds move on against each other from sample to sample.
 */
import type { Network, OpName, ValueId } from '../../src-shared/network/index.ts';
import { operatorOf } from '../../src-shared/network/operators/index.ts';
import { type Sample, samples } from '../../src-shared/network/operators/testing/samples.ts';
import { BATCH, isBatchSize, type Shape, sizeOf } from '../../src-shared/tensor/index.ts';
import { type Branches, startBranches } from './branches.ts';
import { codedShapes, isTensor, onImages, planeOf } from './operators.ts';
import { behind, BLOCKS, convolution, inFrontOf, type Kind, KINDS, PRODUCTS, relu } from './stage-kinds.ts';

export const CHANNELS = [1, 7, 8, 12, 16, 24] as const;

/** `relu`: a network of ReLUs and linear operators, but for outputs; `smooth`: one with signed neurons. */
export type Family = 'relu' | 'smooth';

export interface OperatorNetwork {
  /** Of the sample, as it is printed: `Softmax 72`. */
  readonly sample: string;
  readonly family: Family;
  readonly network: Network;
}

/** What a branch is made of: the operator's place. `to` undefined: it gives an output of the network. */
export interface Place {
  readonly from: Kind;
  readonly to: Kind | undefined;
  readonly channels: number;
}

/** Name of the node of the operator in its branch: its path ends so. */
export const MARK = 'operator';

export const sampleName = (index: number): string => `${samples[index]!.op} ${index}`;

/** Operators that are computed for values well above 0 only. */
const POSITIVE: ReadonlySet<OpName> = new Set(['Log', 'Sqrt', 'Reciprocal', 'ReduceLogSum']);

/** Operators that jump at whole numbers: an estimate of exactly one takes both values in the last bit. */
const JUMPS: ReadonlySet<OpName> = new Set(['Floor', 'Ceil', 'Round', 'Sign']);

/** True where the operator makes a network smooth that reads it (docs/algorithm.md §5). */
export function isSmooth({ op, inputs, attributes }: Sample): boolean {
  const form = operatorOf(op).spiking(
    inputs.map((input) => !isTensor(input)),
    attributes,
  );
  return form === 'product' || form === 'expectation';
}

/** Places of an operator in networks of a family; `turn` moves the kinds against each other. */
export function placesOf(sample: Sample, family: Family, turn: number): Place[] {
  const kinds = KINDS.filter((kind) => family === 'smooth' || !PRODUCTS.has(kind));
  const onlyEnds = family === 'relu' && isSmooth(sample);
  const places = kinds.flatMap((from, index): Place[] => {
    const to = onlyEnds ? undefined : kinds[(index + turn) % kinds.length]!;
    const channels = CHANNELS[(index + turn) % CHANNELS.length]!;
    const wide = from === 'blocked convolution' || to === 'shortcut';
    const several = from === 'depthwise convolution' || to === 'depthwise convolution';
    const own = wide ? BLOCKS : several && channels === 1 ? 8 : channels;
    // What leaves a transcoder is in the network's coding, and meets no other one.
    if (from === 'transcoder' && to === 'transcoder')
      return [
        { from, to: 'neuron', channels: own },
        { from: 'neuron', to, channels: own },
      ];
    return [{ from, to, channels: own }];
  });
  // And once as an output, directly behind what is most often blocked.
  return onlyEnds ? places : [...places, { from: kinds[turn % kinds.length]!, to: undefined, channels: BLOCKS }];
}

export function operatorNetwork(index: number, family: Family, places: readonly Place[]): OperatorNetwork {
  const sample = samples[index]!;
  const [height, width] = planeOf(sample);
  const b = startBranches([3, height, width], index + 1);
  for (const place of places) addBranch(b, sample, place, index);
  return { sample: sampleName(index), family, network: b.network() };
}

export const branchName = ({ from, to, channels }: Place): string => `${from} > ${MARK} > ${to ?? 'output'} (${channels})`;

function addBranch(b: Branches, sample: Sample, place: Place, index: number): void {
  const { from, to, channels } = place;
  const branch = branchName(place);
  // What a transcoder behind the operator reads is in the other coding from here on.
  const side = to === 'transcoder' ? `${branch}/other` : branch;
  b.at(side);
  const value = behind(b, from, side, channels);
  const result = applied(b, sample, value, index, side);
  b.at(branch);
  if (to === undefined) {
    b.output(branch, result);
    return;
  }
  const shape = b.shapeOf(result);
  const image = shape.length === 4 && isBatchSize(shape[0]!) ? fitting(b, result, to) : b.shaped(result, imageShape(shape, to));
  const end = inFrontOf(b, to, branch, image);
  b.output(branch, convolution(b, relu(b, end), 2, 1));
}

const needsChannels = (kind: Kind): boolean => kind === 'depthwise convolution';

/** An image as it is, but where a kind of stage wants several channels. */
const fitting = (b: Branches, image: ValueId, to: Kind): ValueId => {
  const shape = b.shapeOf(image);
  return needsChannels(to) && shape[1] === 1 ? b.shaped(image, imageShape(shape, to)) : image;
};

/** Channels, height and width for the values of another shape. */
function imageShape(shape: Shape, to: Kind): Shape {
  const at = shape.findIndex(isBatchSize);
  const rest = [shape[at]! / shape[at]!, ...shape.filter((_, axis) => axis !== at)].slice(1);
  const count = sizeOf(rest) * Math.round(shape[at]! / BATCH);
  const sizes = rest.length === 3 && count === sizeOf(rest) ? rest : undefined;
  if (sizes && !(needsChannels(to) && sizes[0] === 1)) return sizes;
  const channels = [2, 3, 5, 7].find((divisor) => count % divisor === 0) ?? count;
  const left = count / channels;
  const height = [2, 3, 5, 7].find((divisor) => left % divisor === 0) ?? 1;
  return [channels, height, left / height];
}

/** The sample's operator on a value `[B, C, H, W]`, brought into the operator's shape where it needs another. */
function applied(b: Branches, sample: Sample, value: ValueId, index: number, path: string): ValueId {
  const own = b.shapeOf(value);
  const images = onImages(sample, own[1]!) ?? sample;
  const [first, second] = codedShapes(images);
  let source = first!.join() === own.join() || isFree(images) ? value : fitted(b, value, first!);
  const lift = POSITIVE.has(sample.op) ? 4 : JUMPS.has(sample.op) ? 0.37 : 0;
  if (lift > 0) source = b.emit('Add', [source, b.constant({ shape: [1], data: Float32Array.of(lift), dtype: 'float' })]);
  // Every other sample with two operands of one shape has the same value twice.
  const square = second?.join() === first!.join() && index % 2 === 0;
  const other = second && !square ? b.operand(second) : source;
  let coded = 0;
  const operands = images.inputs.map((input) => (isTensor(input) ? b.constant(input) : coded++ === 0 ? source : other));
  b.at(`${path}/${MARK}`);
  const result = b.emit(images.op, operands, images.attributes);
  b.at(path);
  return result;
}

/** True for functions of every entry alone: they take a value of any shape. */
const isFree = ({ op, inputs, attributes }: Sample): boolean =>
  (inputs.length === 1 &&
    isSmooth({ op, inputs, attributes }) &&
    !('axis' in attributes) &&
    !('axes' in attributes) &&
    !('size' in attributes)) ||
  op === 'Relu' ||
  op === 'Neg';

/** The value in the shape of an operator's input. */
function fitted(b: Branches, value: ValueId, shape: Shape): ValueId {
  const own = b.shapeOf(value);
  // A single position is spread over the image, as pooled branches are; positions are told apart, or normalising them has nothing to divide by.
  if (own.length === shape.length && own.every((size, axis) => size === shape[axis] || size === 1))
    return b.emit('Add', [b.emit('Expand', [value], { shape }), b.weight(shape.slice(-2), 3)]);
  const axis = shape.findIndex(isBatchSize);
  const sample = [shape[axis]! / BATCH, ...shape.filter((_, at) => at !== axis)];
  const moved = b.shaped(value, sample[0] === 1 ? sample.slice(1) : sample);
  if (axis === 0) return b.shapeOf(moved).join() === shape.join() ? moved : b.emit('Reshape', [moved], { shape });
  return b.emit('Transpose', [moved], { perm: shape.map((_, at) => (at === axis ? 0 : at < axis ? at + 1 : at)) });
}
