/** The linear operators that have no weights: moved values, sums, averages, constant factors (docs/fixed-point.md). */
import type { NetworkNode } from '../../network/index.ts';
import { operatorOf } from '../../network/operators/index.ts';
import { sizeOf, type Tensor, tensor64 } from '../../tensor/index.ts';
import {
  addValue,
  boundAfter,
  channelSize,
  commonUnits,
  type Draft,
  type DraftValue,
  factors,
  sampleShape,
  unsupported,
} from './draft.ts';
import { windowsOf } from './weights.ts';

/** Bits of the bound of a sum of terms with different units. */
const SUM_BITS = 30;

/** Moved entries: which entry of the inputs each output entry is, by the operator's own float64 form on the numbers 1, 2, 3, … */
export function addMove(draft: Draft, node: NetworkNode, values: readonly (DraftValue | Tensor)[], name: string): DraftValue {
  const { network } = draft.program.spiking;
  let first = 1;
  const numbered = values.map((value, index) => {
    if (!isDraft(value)) return value;
    const shape = sampleShape(network, node.inputs[index]);
    const start = first;
    first += value.unit.length;
    return tensor64(
      shape,
      Float64Array.from(value.unit, (_, i) => start + i),
    );
  });
  const from = Int32Array.from(operatorOf(node.op).evaluate(numbered, node.attributes).data);
  return moveTo(draft, node, values.filter(isDraft), from, name);
}

/** Adds the layer of a move, or another name for the value if nothing moves. */
function moveTo(draft: Draft, node: NetworkNode, inputs: readonly DraftValue[], from: Int32Array, name: string): DraftValue {
  const channel = channelSize(sampleShape(draft.program.spiking.network, node.output));
  const [only] = inputs;
  if (inputs.length === 1 && from.length === only.unit.length && from.every((entry, i) => entry === i + 1)) {
    const same = { ...only, channel };
    draft.byId.set(node.output, same);
    return same;
  }
  const all = (which: 'unit' | 'bound'): Float64Array => {
    const joined = inputs.flatMap((value) => [...value[which]]);
    return Float64Array.from(from, (entry) => (entry === 0 ? 0 : joined[Math.abs(entry) - 1]));
  };
  const repeats = inputs.every((value) => value.repeats);
  return pushMove(draft, node, inputs, { from, entries: { channel, unit: all('unit'), bound: all('bound'), repeats }, name });
}

/** Sum of two coded values of one shape, in units in which the largest possible sum has 30 bits. */
export function addSum(draft: Draft, node: NetworkNode, [x, y]: readonly [DraftValue, DraftValue], name: string): DraftValue {
  if (x.unit.length !== y.unit.length)
    throw unsupported(name, 'an addition that repeats one of its values', 'add values of one shape');
  const reach = x.unit.map((unit, i) => unit * x.bound[i] + y.unit[i] * y.bound[i]);
  const target = reach.map((most) => most / 2 ** SUM_BITS);
  const [one, other] = [boundAfter(x, target), boundAfter(y, target)];
  const repeats = x.repeats && y.repeats;
  const bound = one.map((most, i) => most + other[i]);
  const added = addValue(draft, node.output, { channel: x.channel, unit: target, bound, repeats }, name);
  const terms = [x, y].map((value) => ({ input: value.index, factor: factors(value, target) }));
  draft.layers.push({ kind: 'sum', name, output: added.index, repeats, terms });
  return added;
}

/** Product with a constant: magnitudes go into the units, signs and zeros become a move. */
export function addScaling(
  draft: Draft,
  node: NetworkNode,
  value: DraftValue,
  constants: readonly (Tensor | undefined)[],
  name: string,
): DraftValue {
  const { network } = draft.program.spiking;
  const shape = sampleShape(network, node.inputs[constants.indexOf(undefined)]);
  const ones = tensor64(shape, new Float64Array(sizeOf(shape)).fill(1));
  const scale = operatorOf(node.op).evaluate(
    constants.map((constant) => constant ?? ones),
    node.attributes,
  ).data;
  if (scale.length !== value.unit.length)
    throw unsupported(name, 'a product that repeats its value', 'multiply by a constant of the shape of the value');
  const from = Int32Array.from(scale, (factor, i) => Math.sign(factor) * (i + 1));
  const entries = {
    channel: channelSize(sampleShape(network, node.output)),
    unit: value.unit.map((unit, i) => unit * Math.abs(scale[i])),
    bound: value.bound.map((bound, i) => (scale[i] === 0 ? 0 : bound)),
    repeats: value.repeats,
  };
  return pushMove(draft, node, [value], { from, entries, name });
}

interface Move {
  readonly from: Int32Array;
  readonly entries: Omit<DraftValue, 'index'>;
  readonly name: string;
}

function pushMove(draft: Draft, node: NetworkNode, inputs: readonly DraftValue[], { from, entries, name }: Move): DraftValue {
  const added = addValue(draft, node.output, entries, name);
  const { repeats } = entries;
  draft.layers.push({ kind: 'move', name, inputs: inputs.map(({ index }) => index), output: added.index, repeats, from });
  return added;
}

/** Average pooling: sums over windows. The numbers of averaged entries go into the units. */
export function addAveragePool(draft: Draft, node: NetworkNode, value: DraftValue, name: string): DraftValue {
  const { network } = draft.program.spiking;
  const [from, to] = [sampleShape(network, node.inputs[0]), sampleShape(network, node.output)];
  const ones = tensor64(from, new Float64Array(sizeOf(from)).fill(1));
  const a = node.attributes as Record<'kernel' | 'strides' | 'pads', readonly number[]>;
  // The mean of ones is the number of entries inside the input over the number that the window is divided by.
  const shares = operatorOf(node.op).evaluate([ones], node.attributes).data;
  const inside = tapsInside(from.slice(2), to.slice(2), a.kernel, a.strides, a.pads);
  return addWindowSum(draft, node, value, {
    name,
    channels: from[1],
    spatial: { from: from.slice(2), to: to.slice(2) },
    windows: { kernel: a.kernel, strides: a.strides, pads: a.pads, dilations: a.kernel.map(() => 1) },
    divisors: Float64Array.from(shares, (share, i) => Math.round(inside[i % inside.length] / share)),
  });
}

/** For every window, the number of its entries that are not padding. */
function tapsInside(
  from: readonly number[],
  to: readonly number[],
  kernel: readonly number[],
  strides: readonly number[],
  pads: readonly number[],
): Float64Array {
  let counts = [1];
  to.forEach((windows, axis) => {
    const along = Array.from({ length: windows }, (_, i) => {
      const start = i * strides[axis] - pads[axis];
      return Math.min(from[axis], start + kernel[axis]) - Math.max(0, start);
    });
    counts = counts.flatMap((count) => along.map((one) => count * one));
  });
  return Float64Array.from(counts);
}

/** Mean or sum over the last axes. */
export function addReduction(draft: Draft, node: NetworkNode, value: DraftValue, name: string): DraftValue {
  const { network } = draft.program.spiking;
  const from = sampleShape(network, node.inputs[0]);
  const axes = [...(node.attributes.axes as readonly number[])]
    .map((axis) => (axis < 0 ? axis + from.length : axis))
    .sort((a, b) => a - b);
  const last = axes.every((axis, i) => axis === from.length - axes.length + i);
  if (!last || axes[0] === 0)
    throw unsupported(name, `${node.op} over axes that are not the last ones`, 'take the mean over height and width');
  const window = sizeOf(axes.map((axis) => from[axis]));
  const channels = value.unit.length / window;
  return addWindowSum(draft, node, value, {
    name,
    channels,
    spatial: { from: [window], to: [1] },
    windows: { kernel: [window], strides: [1], pads: [0], dilations: [1] },
    divisors: new Float64Array(channels).fill(node.op === 'ReduceMean' ? window : 1),
  });
}

interface WindowSum {
  readonly name: string;
  readonly channels: number;
  readonly spatial: { readonly from: readonly number[]; readonly to: readonly number[] };
  readonly windows: Parameters<typeof windowsOf>[2];
  readonly divisors: Float64Array;
}

function addWindowSum(
  draft: Draft,
  node: NetworkNode,
  value: DraftValue,
  { name, channels, spatial, windows, divisors }: WindowSum,
): DraftValue {
  const plane = sizeOf(spatial.from);
  const taps = sizeOf(windows.kernel);
  const input = commonUnits(draft, value, plane, Math.floor((2 ** 31 - 1) / taps), name);
  const out = sizeOf(spatial.to);
  const most = (which: 'unit' | 'bound', i: number): number => {
    const from = Math.floor(i / out) * plane;
    return input[which].subarray(from, from + plane).reduce((a, b) => Math.max(a, b), 0);
  };
  const size = channels * out;
  const unit = Float64Array.from({ length: size }, (_, i) => most('unit', i) / divisors[i]);
  const bound = Float64Array.from({ length: size }, (_, i) => most('bound', i) * taps);
  const channel = channelSize(sampleShape(draft.program.spiking.network, node.output));
  const added = addValue(draft, node.output, { channel, unit, bound, repeats: value.repeats }, name);
  draft.layers.push({
    kind: 'window-sum',
    name,
    input: input.index,
    output: added.index,
    repeats: value.repeats,
    channels,
    windows: windowsOf(spatial.from, spatial.to, windows),
  });
  return added;
}

const isDraft = (value: DraftValue | Tensor): value is DraftValue => 'index' in value;
