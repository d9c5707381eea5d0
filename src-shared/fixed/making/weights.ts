/** Convolutions and linear layers with int8 weights: one unit per output channel, exact sums of 32 bits (docs/fixed-point.md). */
import type { NetworkNode, ValueId } from '../../network/index.ts';
import type { Tensor } from '../../tensor/index.ts';
import { MOST } from '../arithmetic.ts';
import type { FixedWindows } from '../network.ts';
import {
  addValue,
  channelSize,
  commonUnits,
  type Draft,
  type DraftValue,
  largestPerChannel,
  sampleShape,
  unsupported,
} from './draft.ts';

/** Largest magnitude of a weight. −128 is not used, so that weights are symmetric. */
const WEIGHT = 127;

/** Widths (largest magnitudes) that the input of a layer may be reduced to, so that its sums fit: 16, 14, 12, 10 and 8 bits. */
const WIDTHS = [32767, 8191, 2047, 511, 127];

/** Rows of weights as whole numbers. */
export interface Quantised {
  readonly weights: Int8Array;
  /** For each row, the real number that 1 stands for. */
  readonly unit: Float64Array;
}

/** Quantises `rows` rows of real weights: round(w / unit), halves away from zero, with unit = largest magnitude of the row / 127. A row of zeros has the unit 0. */
export function quantiseRows(real: Float64Array, rows: number): Quantised {
  const length = real.length / rows;
  const weights = new Int8Array(real.length);
  const unit = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const from = row * length;
    let most = 0;
    for (let i = from; i < from + length; i++) most = Math.max(most, Math.abs(real[i]));
    unit[row] = most / WEIGHT;
    if (most === 0) continue;
    for (let i = from; i < from + length; i++) {
      const ratio = real[i] / unit[row];
      weights[i] = Math.sign(ratio) * Math.min(WEIGHT, Math.floor(Math.abs(ratio) + 0.5));
    }
  }
  return { weights, unit };
}

/** Bounds of the sums Σ |w| · bound of each row. `boundOf(row, i)`: the bound of the input that weight i of a row meets. */
function sumBounds({ weights, unit }: Quantised, boundOf: (row: number, i: number) => number): Float64Array {
  const length = weights.length / unit.length;
  return unit.map((_, row) => {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += Math.abs(weights[row * length + i]) * boundOf(row, i);
    return sum;
  });
}

/** A layer's weights for an input in these units, and the bounds of its sums. */
interface Fitted extends Quantised {
  readonly input: DraftValue;
  readonly bound: Float64Array;
}

/**
 * Weights that take the input's units in, so that sums need no multiplication. If sums of the input as it is could exceed 32 bits, the
 * input is reduced to 16 bits or fewer first. `run`: entries of the input that must share a unit. `quantise`: the layer's weights for an
 * input, and the bounds of its sums.
 */
function fit(
  draft: Draft,
  value: DraftValue,
  run: number,
  name: string,
  quantise: (input: DraftValue) => Omit<Fitted, 'input'>,
): Fitted {
  for (const width of [MOST, ...WIDTHS]) {
    const probe = { ...draft, values: [...draft.values], layers: [...draft.layers] };
    const input = commonUnits(probe, value, run, width, name);
    const fitted = quantise(input);
    if (fitted.bound.some((bound) => bound > MOST)) continue;
    return { ...fitted, input: input === value ? value : commonUnits(draft, value, run, width, name) };
  }
  throw unsupported(name, 'a weighted sum of so many inputs', 'split the layer');
}

/** A convolution's shape: sizes of one sample, windows, groups, and weights `[M, C / groups, …kernel]`. */
export interface ConvShape {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly windows: Parameters<typeof windowsOf>[2];
  readonly groups: number;
  readonly weights: Pick<Tensor, 'data' | 'shape'>;
}

/** A convolution node. */
export function addConv(draft: Draft, node: NetworkNode, value: DraftValue, weights: Tensor, name: string): DraftValue {
  const { network } = draft.program.spiking;
  const { strides, dilations, pads } = node.attributes as Record<'strides' | 'dilations' | 'pads', readonly number[]>;
  const shape = {
    from: sampleShape(network, node.inputs[0]),
    to: sampleShape(network, node.output),
    windows: { kernel: weights.shape.slice(2), strides, dilations, pads },
    groups: node.attributes.group as number,
    weights,
  };
  return addConvolution(draft, node.output, value, shape, name);
}

/** A convolution `[C, …] → [M, …]`. */
export function addConvolution(draft: Draft, id: ValueId, value: DraftValue, shape: ConvShape, name: string): DraftValue {
  const { from, to, groups, weights } = shape;
  const [rows, groupChannels] = weights.shape;
  const plane = channelSize(from);
  const taps = weights.data.length / rows / groupChannels;
  /** Channel of the input that weight i of a row meets. */
  const channelOf = (row: number, i: number): number => Math.floor(row / (rows / groups)) * groupChannels + Math.floor(i / taps);
  const length = groupChannels * taps;
  const { input, ...fitted } = fit(draft, value, plane, name, ({ unit, bound }) => {
    const most = largestPerChannel(bound, plane);
    const units = largestPerChannel(unit, plane);
    const real = Float64Array.from(weights.data, (w, i) => w * units[channelOf(Math.floor(i / length), i % length)]);
    const quantised = quantiseRows(real, rows);
    return { ...quantised, bound: sumBounds(quantised, (row, i) => most[channelOf(row, i)]) };
  });
  const outPlane = channelSize(to);
  const added = addValue(draft, id, { ...spread(fitted, outPlane), channel: outPlane, repeats: value.repeats }, name);
  draft.layers.push({
    kind: 'conv',
    name,
    input: input.index,
    output: added.index,
    repeats: value.repeats,
    windows: windowsOf(from.slice(2), to.slice(2), shape.windows),
    groups,
    channels: { input: from[1], output: rows },
    weights: fitted.weights,
  });
  return added;
}

/** A linear layer on the last axis. */
export function addLinear(draft: Draft, node: NetworkNode, value: DraftValue, weights: Tensor, name: string): DraftValue {
  const [terms, columns] = weights.shape;
  const rows = value.unit.length / terms;
  // The rows share their weights, so the entries of a column must share a unit; one row has no such condition.
  const run = rows === 1 ? 1 : value.unit.length;
  const { input, ...fitted } = fit(draft, value, run, name, ({ unit, bound }) => {
    const real = new Float64Array(weights.data.length);
    for (let k = 0; k < terms; k++)
      for (let j = 0; j < columns; j++) real[j * terms + k] = weights.data[k * columns + j] * unit[k];
    const quantised = quantiseRows(real, columns);
    return { ...quantised, bound: sumBounds(quantised, (_, k) => largestOfColumn(bound, k, terms)) };
  });
  const turned = new Int8Array(fitted.weights.length);
  for (let k = 0; k < terms; k++) for (let j = 0; j < columns; j++) turned[k * columns + j] = fitted.weights[j * terms + k];
  const tiled = (numbers: Float64Array): Float64Array =>
    Float64Array.from({ length: rows * columns }, (_, i) => numbers[i % columns]);
  const entries = { unit: tiled(fitted.unit), bound: tiled(fitted.bound) };
  const added = addValue(draft, node.output, { ...entries, channel: 1, repeats: value.repeats }, name);
  draft.layers.push({
    kind: 'linear',
    name,
    input: input.index,
    output: added.index,
    repeats: value.repeats,
    rows,
    terms,
    columns,
    weights: turned,
  });
  return added;
}

function largestOfColumn(bound: Float64Array, k: number, terms: number): number {
  let most = 0;
  for (let i = k; i < bound.length; i += terms) most = Math.max(most, bound[i]);
  return most;
}

/** Numbers of channels as numbers of entries. */
function spread({ unit, bound }: Pick<Fitted, 'unit' | 'bound'>, plane: number): Pick<DraftValue, 'unit' | 'bound'> {
  const all = (numbers: Float64Array): Float64Array =>
    Float64Array.from({ length: numbers.length * plane }, (_, i) => numbers[Math.floor(i / plane)]);
  return { unit: all(unit), bound: all(bound) };
}

/** Windows over up to three spatial axes as windows over three. */
export function windowsOf(
  input: readonly number[],
  output: readonly number[],
  w: Readonly<Record<'kernel' | 'strides' | 'dilations' | 'pads', readonly number[]>>,
): FixedWindows {
  const three = (sizes: readonly number[], missing: number): readonly [number, number, number] => [
    sizes.at(-3) ?? missing,
    sizes.at(-2) ?? missing,
    sizes.at(-1) ?? missing,
  ];
  return {
    input: three(input, 1),
    output: three(output, 1),
    kernel: three(w.kernel, 1),
    strides: three(w.strides, 1),
    dilations: three(w.dilations, 1),
    pads: three(w.pads.slice(0, input.length), 0),
  };
}
