/**
 * Transposed convolution: a move that puts zeros between the entries of the input (strides), and a convolution with the kernel turned
 * round. A negative padding of that convolution starts inside of the input.
 */
import type { NetworkNode } from '../../network/index.ts';
import { sizeOf, stridesOf, type Tensor } from '../../tensor/index.ts';
import { addValue, type Draft, type DraftValue, sampleShape } from './draft.ts';
import { addConvolution } from './weights.ts';

/** A transposed convolution `[C, …] → [M, …]` with weights `[C, M / groups, …kernel]`. */
export function addConvTranspose(draft: Draft, node: NetworkNode, value: DraftValue, weights: Tensor, name: string): DraftValue {
  const { network } = draft.program.spiking;
  const [from, to] = [sampleShape(network, node.inputs[0]), sampleShape(network, node.output)];
  const { strides, dilations, pads } = node.attributes as Record<'strides' | 'dilations' | 'pads', readonly number[]>;
  const groups = node.attributes.group as number;
  const kernel = weights.shape.slice(2);
  const spaced = [from[0], from[1], ...from.slice(2).map((size, axis) => (size - 1) * strides[axis] + 1)];
  const ones = kernel.map(() => 1);
  const shape = {
    from: spaced,
    to,
    windows: { kernel, strides: ones, dilations, pads: kernel.map((size, axis) => (size - 1) * dilations[axis] - pads[axis]) },
    groups,
    weights: turned(weights, groups),
  };
  return addConvolution(draft, node.output, spacedOut(draft, value, from, spaced, strides, name), shape, name);
}

/** The input with zeros between its entries; the input itself if all strides are 1. */
function spacedOut(
  draft: Draft,
  value: DraftValue,
  from: readonly number[],
  to: readonly number[],
  strides: readonly number[],
  name: string,
): DraftValue {
  if (sizeOf(from) === sizeOf(to)) return value;
  const places = new Int32Array(sizeOf(to));
  const [inner, outer] = [stridesOf(from), stridesOf(to)];
  const steps = [1, 1, ...strides];
  for (let i = 0; i < sizeOf(from); i++) {
    let [rest, at] = [i, 0];
    from.forEach((_, axis) => {
      const index = Math.floor(rest / inner[axis]);
      rest -= index * inner[axis];
      at += index * steps[axis] * outer[axis];
    });
    places[at] = i + 1;
  }
  const pick = (numbers: Float64Array): Float64Array =>
    Float64Array.from(places, (place) => (place === 0 ? 0 : numbers[place - 1]));
  const { repeats } = value;
  const entries = { channel: sizeOf(to.slice(2)), unit: pick(value.unit), bound: pick(value.bound), repeats };
  const added = addValue(draft, `${draft.values[value.index].id}:${draft.values.length}`, entries, name);
  draft.layers.push({ kind: 'move', name, inputs: [value.index], output: added.index, repeats, from: places });
  return added;
}

/** Weights `[C, M / groups, …kernel]` as those of a convolution, `[M, C / groups, …kernel]` with the kernel turned round. */
function turned({ shape, data }: Tensor, groups: number): Pick<Tensor, 'data' | 'shape'> {
  const [channels, perGroup, ...kernel] = shape;
  const [inGroup, taps] = [channels / groups, sizeOf(kernel)];
  const weights = new Float64Array(data.length);
  for (let c = 0; c < channels; c++) {
    const group = Math.floor(c / inGroup);
    for (let m = 0; m < perGroup; m++) {
      for (let k = 0; k < taps; k++)
        weights[((group * perGroup + m) * inGroup + (c % inGroup)) * taps + (taps - 1 - k)] = data[(c * perGroup + m) * taps + k];
    }
  }
  return { shape: [groups * perGroup, inGroup, ...kernel], data: weights };
}
