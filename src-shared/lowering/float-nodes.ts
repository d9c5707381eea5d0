/**
 * The float network that a SpikingNetwork was converted from, as nodes. Engines compute it and exporters write it beside the
 * spiking network.
 */
import type { NetworkNode, ValueId } from '../network/index.ts';
import { floatSegment, type SpikingNetwork } from '../spiking/index.ts';

/** A part of the float network. */
export interface FloatNodes {
  /** In topological order; their constants are the network's. */
  readonly nodes: readonly NetworkNode[];
  /** The values that the nodes are computed for, each once. The network's input is not among them, since no node computes it. */
  readonly outputs: readonly ValueId[];
  /** For each wanted value, the value that holds it: an output, or the network's input. */
  readonly names: readonly ValueId[];
}

/**
 * The part of the float network that the wanted values need. A neuron layer becomes a ReLU, or nothing if it is signed. A
 * transcoder becomes nothing, every other unit its function.
 */
export function floatNodes(spiking: SpikingNetwork, wanted: readonly ValueId[]): FloatNodes {
  const { network } = spiking;
  const renamed = new Map<ValueId, ValueId>();
  const now = (value: ValueId): ValueId => renamed.get(value) ?? value;
  const nodes = spiking.stages.flatMap((stage): NetworkNode[] => {
    if (stage.kind === 'segment') return floatSegment(stage).nodes.map((node) => ({ ...node, inputs: node.inputs.map(now) }));
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
  return { nodes: needed(nodes, outputs), outputs, names };
}

/** The nodes that these values depend on. */
function needed(nodes: readonly NetworkNode[], outputs: readonly ValueId[]): NetworkNode[] {
  const read = new Set(outputs);
  const kept = nodes.toReversed().filter((node) => {
    if (!read.has(node.output)) return false;
    for (const value of node.inputs) read.add(value);
    return true;
  });
  // A number makes names of nodes unique: a ReLU that pooling was moved in front of has the id of the pool's output.
  return kept.reverse().map((node, index) => ({ ...node, id: `${index}:${node.id}` }));
}
