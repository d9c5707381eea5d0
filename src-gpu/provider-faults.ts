/**
 * Faults of onnxruntime-web's WebGPU provider, and the ways in which the engine keeps clear of them. tests/golden/gpu-provider.test.ts tells when that is no
 * longer needed of another version than 1.30.
 * - Two kinds of convolutions take another form (`withoutFaults`). Input channels that are a multiple of 3, but neither 3 nor a multiple of 4, to a
 *   multiple of 4: its kernel reads three channels at a time, so the input gets channels of zeros, up to a multiple of 4. Groups of outputs that are
 *   not a multiple of what its kernel writes at a time: each group becomes a convolution of its own.
 * - A rewriting of graphs is switched off (`WRONG_FUSIONS`).
 * - Functions that a card may compute far worse than in 32 bits are computed on the CPU (`INEXACT`).
 */
import { type GraphToWrite, shapesOf } from '../src-shared/lowering/index.ts';
import type { NetworkNode, OpName, ValueId } from '../src-shared/network/index.ts';
import { type Shape, sizeOf, type Tensor } from '../src-shared/tensor/index.ts';

/** ONNX Runtime's optimisers that give another function: of two functions behind a convolution, this one may lose the first. */
export const WRONG_FUSIONS = 'ConvActivationFusion';

/** Operators for which WebGPU allows an error of 2⁻¹¹; software adapters and some cards come close to it. */
export const INEXACT: ReadonlySet<OpName> = new Set(['Sin', 'Cos']);

/** Channels that are read or written together, at most. */
const TOGETHER = 4;

/** True for channels of a group's input and of all outputs that the provider computes wrong. */
export function isMiscomputed(channels: number, outputs: number, groups: number): boolean {
  if (groups === 1) return channels > 3 && channels % 3 === 0 && channels % TOGETHER !== 0 && outputs % TOGETHER === 0;
  const written = [TOGETHER, 2, 1].find((count) => outputs % count === 0)!;
  return outputs / groups >= TOGETHER && (outputs / groups) % written !== 0;
}

/** The same graph with such convolutions in another form. The graph itself if there are none. */
export function withoutFaults(graph: GraphToWrite): GraphToWrite {
  if (!graph.nodes.some(({ op }) => op === 'Conv')) return graph;
  const shapes = shapesOf(graph);
  const constants = new Map<ValueId, Tensor>(graph.constants);
  const rank = (value: ValueId): number => shapes.get(value)!.length;
  const add = (name: ValueId, tensor: Tensor): ValueId => {
    constants.set(name, tensor);
    return name;
  };

  /** `x` has the shape of the node's input but for its channels. */
  const padded = (node: NetworkNode, axes: number): NetworkNode[] => {
    const [x, w, ...bias] = node.inputs as [ValueId, ValueId, ...ValueId[]];
    const weights = constants.get(w)!;
    const [outputs, channels] = weights.shape as [number, number];
    if (!isMiscomputed(channels, outputs, 1)) return [node];
    const missing = TOGETHER - (channels % TOGETHER);
    const wide = `${node.output}, input with zeros`;
    const pads = new Array<number>(2 * axes).fill(0);
    pads[axes + 1] = missing;
    const pad: NetworkNode = {
      ...node,
      id: `${node.id}, zeros`,
      op: 'Pad',
      inputs: [x],
      output: wide,
      attributes: { pads, mode: 'constant' },
    };
    const own = add(`${node.output}, weights with zeros`, withChannels(weights, channels + missing));
    return [pad, { ...node, inputs: [wide, own, ...bias] }];
  };

  const divided = (node: NetworkNode, groups: number): NetworkNode[] => {
    const [x, w, bias] = node.inputs as [ValueId, ValueId, ValueId | undefined];
    const weights = constants.get(w)!;
    const [outputs, channels] = weights.shape as [number, number];
    const nodes = Array.from({ length: groups }, (_, group) => group).flatMap((group): NetworkNode[] => {
      const [part, output] = [`${node.output}, input ${group}`, `${node.output}, group ${group}`];
      const attributes = { axes: [1], starts: [group * channels], ends: [(group + 1) * channels], steps: [1] };
      const own = add(`${output}, weights`, rowsOf(weights, group, outputs / groups));
      const ownBias = bias === undefined ? [] : [add(`${output}, bias`, rowsOf(constants.get(bias)!, group, outputs / groups))];
      const convolution = {
        ...node,
        id: `${node.id}, group ${group}`,
        inputs: [part, own, ...ownBias],
        output,
        attributes: { ...node.attributes, group: 1 },
      };
      return [
        { ...node, id: `${node.id}, input ${group}`, op: 'Slice', inputs: [x], output: part, attributes },
        ...padded(convolution, rank(x)),
      ];
    });
    const parts = Array.from({ length: groups }, (_, group) => `${node.output}, group ${group}`);
    return [...nodes, { ...node, op: 'Concat', inputs: parts, attributes: { axis: 1 } }];
  };

  const nodes = graph.nodes.flatMap((node): NetworkNode[] => {
    const weights = constants.get(node.inputs[1] ?? '');
    if (node.op !== 'Conv' || !weights) return [node];
    const groups = Number(node.attributes['group']);
    if (groups === 1) return padded(node, rank(node.inputs[0]!));
    return isMiscomputed(weights.shape[1]!, weights.shape[0]!, groups) ? divided(node, groups) : [node];
  });
  return nodes.length === graph.nodes.length ? graph : { ...graph, nodes, constants };
}

/** Weights `[outputs, channels, …]` with more channels, which are zero. */
function withChannels({ shape, data, dtype }: Tensor, channels: number): Tensor {
  const [outputs, own, ...kernel] = shape as [number, number, ...number[]];
  const positions = sizeOf(kernel as Shape);
  const wide = new Float32Array(outputs * channels * positions);
  for (let output = 0; output < outputs; output++) {
    for (let i = 0; i < own * positions; i++) wide[output * channels * positions + i] = data[output * own * positions + i]!;
  }
  return { shape: [outputs, channels, ...kernel], data: wide, dtype };
}

/** The rows of a group along the first axis, of `count` rows each. */
function rowsOf({ shape, data, dtype }: Tensor, group: number, count: number): Tensor {
  const size = sizeOf(shape.slice(1)) * count;
  return { shape: [count, ...shape.slice(1)], data: Float32Array.from(data.subarray(group * size, (group + 1) * size)), dtype };
}
