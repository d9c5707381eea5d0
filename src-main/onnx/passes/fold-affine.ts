/**
 * Folds multiplication and addition by per-channel constants (batch normalisation, biases written as additions) into the
 * convolution or linear layer before it. Arithmetic in 64 bits; folded weights are stored in 32, as the file's own are.
 */
import type { Network, NetworkNode, ValueId, WeightLayout } from '../../../src-shared/network/index.ts';
import { operatorOf } from '../../../src-shared/network/operators/index.ts';
import type { Shape, Tensor } from '../../../src-shared/tensor/index.ts';
import { type Graph, type Rule, rewrite, standIn } from './rewrite.ts';

/** A constant as one number for each channel; undefined if it varies along another axis. */
function perChannel(constant: Tensor, rank: number, axis: number, channels: number): Float64Array | undefined {
  const own = axis - (rank - constant.shape.length);
  if (constant.shape.length > rank || constant.shape.some((size, at) => size !== 1 && at !== own)) return undefined;
  const size = constant.data.length;
  if (size !== 1 && size !== channels) return undefined;
  return Float64Array.from({ length: channels }, (_, channel) => constant.data[size === 1 ? 0 : channel]!);
}

const narrow = (shape: Shape, data: Float32Array): Tensor => ({ shape, data, dtype: 'float' });

function scaledWeights({ shape, data }: Tensor, scale: Float64Array, layout: WeightLayout, group: number): Tensor {
  const scaled = new Float32Array(data.length);
  const size = layout.run(shape);
  const channelOf = layout.channelOf(shape, group);
  for (let start = 0, run = 0; start < data.length; start += size, run++) {
    const factor = scale[channelOf(run)]!;
    for (let at = start; at < start + size; at++) scaled[at] = data[at]! * factor;
  }
  return narrow(shape, scaled);
}

/**
 * The constant operand of an Add or Mul, and its other operand, if that is the output of a layer with weights that nothing else
 * reads.
 */
function layerBefore(node: NetworkNode, graph: Graph): { layer: NetworkNode; constant: Tensor } | undefined {
  for (const [value, other] of [node.inputs, node.inputs.toReversed()] as readonly (readonly ValueId[])[]) {
    const constant = graph.constantOf(other!);
    const layer = graph.inner(value!);
    if (constant !== undefined && layer !== undefined && operatorOf(layer.op).weights) return { layer, constant };
  }
  return undefined;
}

const fold: Rule = (node, graph) => {
  if (node.op !== 'Mul' && node.op !== 'Add') return undefined;
  const found = layerBefore(node, graph);
  if (found === undefined) return undefined;
  const { layer, constant } = found;
  const layout = operatorOf(layer.op).weights!;
  const [x, w, b] = layer.inputs;
  const weights = graph.constantOf(w!);
  const bias = b === undefined ? undefined : graph.constantOf(b);
  if (weights === undefined || (b !== undefined && bias === undefined)) return undefined;
  // Weights that several layers share stay shared: a factor of one of these layers (a scale for each level of a detector) stays a
  // node.
  if (node.op === 'Mul' && constant.data.length === 1 && graph.uses(w!) > 1) return undefined;
  const rank = graph.shapeOf(layer.output).length;
  const group = typeof layer.attributes.group === 'number' ? layer.attributes.group : 1;
  const channels = layout.channels(weights.shape, group);
  const values = perChannel(constant, rank, layout.channelAxis(rank), channels);
  if (values === undefined) return undefined;

  const combine = node.op === 'Mul' ? (old: number, value: number) => old * value : (old: number, value: number) => old + value;
  const newBias =
    bias === undefined && node.op === 'Mul'
      ? []
      : [
          graph.constant(
            layer,
            narrow(
              [channels],
              Float32Array.from(values, (value, channel) => combine(bias?.data[channel] ?? 0, value)),
            ),
          ),
        ];
  const newWeights = node.op === 'Mul' ? graph.constant(layer, scaledWeights(weights, values, layout, group)) : w!;
  // The layer keeps its name, which plans and reports use.
  const { id, path } = layer;
  return [{ ...standIn(node, layer.op, [x!, newWeights, ...newBias], layer.attributes, [layer]), id, path }];
};

/** The network with multiplications and additions by per-channel constants folded into the layers before them. */
export const foldAffine = (network: Network): Network => rewrite(network, fold);
