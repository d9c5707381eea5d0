/**
 * The SpikingNetwork with the weights that a network in whole numbers has: int8 weights as the real numbers that they stand for. Against it, all
 * that whole numbers change but the weights shows.
 */
import type { FixedConv, FixedLinear, FixedNetwork, FixedValue } from '../../src-shared/fixed/index.ts';
import type { NetworkNode } from '../../src-shared/network/index.ts';
import type { SpikingNetwork } from '../../src-shared/spiking/index.ts';

/** Unit of an entry of a value. */
const unitAt = ({ unit: { span, values } }: FixedValue, entry: number): number => values[Math.floor(entry / span)]!;

/** The network with int8 weights. Layers with weights come in the same order in both networks. */
export function dequantised(spiking: SpikingNetwork, fixed: FixedNetwork): SpikingNetwork {
  const constants = new Map(spiking.network.constants);
  const shapes = new Map(spiking.network.shapes);
  const layers = fixed.layers.filter((layer) => layer.kind === 'conv' || layer.kind === 'linear');
  const withWeights = (node: NetworkNode): NetworkNode => {
    if (!['Conv', 'ConvTranspose', 'Linear'].includes(node.op)) return node;
    const layer = layers.shift()!;
    const shape = shapes.get(node.inputs[1]!)!;
    const id = `${node.id}:int8`;
    const data = layer.kind === 'linear' ? linearWeights(layer, fixed) : convWeights(layer, fixed);
    const own = node.op === 'ConvTranspose' ? turnedBack(data, shape, node.attributes['group'] as number) : data;
    constants.set(id, { shape, data: own, dtype: 'float' });
    shapes.set(id, shape);
    return { ...node, inputs: node.inputs.with(1, id) };
  };
  const stages = spiking.stages.map((stage) =>
    stage.kind === 'segment' ? { ...stage, nodes: stage.nodes.map(withWeights) } : stage,
  );
  return { ...spiking, network: { ...spiking.network, constants, shapes }, stages };
}

const ratio = (to: number, from: number): number => (from === 0 ? 0 : to / from);

function linearWeights({ input, output, columns, weights }: FixedLinear, { values }: FixedNetwork): Float64Array {
  const [from, to] = [values[input]!, values[output]!];
  return Float64Array.from(
    weights,
    (weight, i) => weight * ratio(unitAt(to, i % columns), unitAt(from, Math.floor(i / columns))),
  );
}

function convWeights({ input, output, channels, groups, weights }: FixedConv, { values }: FixedNetwork): Float64Array {
  const [from, to] = [values[input]!, values[output]!];
  const [plane, outPlane] = [from.size / channels.input, to.size / channels.output];
  const row = weights.length / channels.output;
  const inGroup = channels.input / groups;
  return Float64Array.from(weights, (weight, i) => {
    const m = Math.floor(i / row);
    const c = Math.floor(m / (channels.output / groups)) * inGroup + Math.floor((i % row) / (row / inGroup));
    return weight * ratio(unitAt(to, m * outPlane), liveUnit(from, c * plane, plane));
  });
}

/** The unit of a channel: that of its first entry that is not always 0. */
function liveUnit(value: FixedValue, from: number, count: number): number {
  for (let i = from; i < from + count; i++) if (unitAt(value, i) !== 0) return unitAt(value, i);
  return 0;
}

/** Weights of a convolution as those of the transposed convolution that it stands for, `[C, M / groups, …kernel]`. */
function turnedBack(data: Float64Array, [channels, perGroup, ...kernel]: readonly number[], groups: number): Float64Array {
  const taps = kernel.reduce((product, size) => product * size, 1);
  const inGroup = channels! / groups;
  return Float64Array.from(data, (_, i) => {
    const [c, m, k] = [Math.floor(i / taps / perGroup!), Math.floor(i / taps) % perGroup!, i % taps];
    return data[((Math.floor(c / inGroup) * perGroup! + m) * inGroup + (c % inGroup)) * taps + (taps - 1 - k)]!;
  });
}
