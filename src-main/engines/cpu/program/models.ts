/** ONNX models of what ONNX Runtime computes: segments without constant parts, functions of estimates, the float network. */
import type { Network, NetworkNode, ValueId } from '../../../../src-shared/network/index.ts';
import type { SpikingNetwork } from '../../../../src-shared/spiking/index.ts';
import type { Tensor } from '../../../../src-shared/tensor/index.ts';
import { writeOnnx } from '../../../onnx/index.ts';
import type { Model } from './program.ts';
import type { SegmentPart } from './sparse.ts';

function model(
  network: Network,
  name: string,
  nodes: readonly NetworkNode[],
  constants: ReadonlyMap<ValueId, Tensor>,
  inputs: readonly ValueId[],
  outputs: readonly ValueId[],
): Model {
  const port = (value: ValueId) => ({ value, shape: network.shapes.get(value)! });
  const bytes = writeOnnx({ name, nodes, constants, inputs: inputs.map(port), outputs: outputs.map(port) });
  return { bytes: shared(bytes), inputs, outputs };
}

/** Bytes in shared memory, so that workers do not copy them. */
function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

export const segmentModel = (network: Network, { nodes, constants, inputs, output }: SegmentPart): Model =>
  model(network, output, nodes, constants, inputs, [output]);

/** Nodes, applied to estimates of their coded inputs. A square (both operands one value) reads it once. */
export const functionModel = (
  network: Network,
  nodes: readonly NetworkNode[],
  inputs: readonly ValueId[],
  output: ValueId,
): Model => model(network, output, nodes, network.constants, inputs, [output]);

/**
 * The float network with extra outputs: neurons are ReLUs or nothing, transcoders nothing, the other units their functions.
 * An output that is another value's bytes is an output of that value: `names` says which output holds what was asked for.
 */
export function floatModel(
  spiking: SpikingNetwork,
  wanted: readonly ValueId[],
): { readonly model: Model; readonly names: readonly ValueId[] } {
  const { network } = spiking;
  const renamed = new Map<ValueId, ValueId>();
  const now = (value: ValueId): ValueId => renamed.get(value) ?? value;
  const nodes = spiking.stages.flatMap((stage): NetworkNode[] => {
    if (stage.kind === 'segment') return stage.nodes.map((node) => ({ ...node, inputs: node.inputs.map(now) }));
    if (stage.kind === 'transcoder' || (stage.kind === 'neuron' && stage.rule === 'signed')) {
      renamed.set(stage.output, now(stage.input));
      return [];
    }
    if (stage.kind === 'neuron') {
      return [{ id: stage.id, op: 'Relu', inputs: [now(stage.input)], output: stage.output, attributes: {}, path: '', from: [] }];
    }
    return [{ ...stage.node, inputs: stage.node.inputs.map(now) }];
  });
  const names = wanted.map(now);
  const outputs = [...new Set(names)].filter((value) => value !== network.input.value);
  return {
    model: model(network, network.name, needed(nodes, outputs), network.constants, [network.input.value], outputs),
    names,
  };
}

/** The nodes that these values depend on. */
function needed(nodes: readonly NetworkNode[], outputs: readonly ValueId[]): NetworkNode[] {
  const read = new Set(outputs);
  const kept = nodes.toReversed().filter((node) => {
    if (!read.has(node.output)) return false;
    for (const value of node.inputs) read.add(value);
    return true;
  });
  // Node names: a ReLU that pooling was moved in front of has the id of the pool's output.
  return kept.reverse().map((node, index) => ({ ...node, id: `${index}:${node.id}` }));
}
