/** The graphs that engines have ONNX Runtime compute: segments without constant parts, functions of estimates, the float network. */
import type { Network, NetworkNode, ValueId } from '../network/index.ts';
import { operatorOf } from '../network/operators/index.ts';
import type { SpikingNetwork } from '../spiking/index.ts';
import type { Shape, Tensor } from '../tensor/index.ts';
import { floatNodes } from './float-nodes.ts';

/** An input or output of a graph, with its shape `[B, …]`. */
export interface ValuePort {
  readonly value: ValueId;
  readonly shape: Shape;
}

/** Nodes with their ports, to be written as an ONNX model. */
export interface GraphToWrite {
  readonly name: string;
  /** In topological order. */
  readonly nodes: readonly NetworkNode[];
  /** The constants that the nodes read are written, as 32-bit floats or 64-bit integers. */
  readonly constants: ReadonlyMap<ValueId, Tensor>;
  /** 32-bit floats. */
  readonly inputs: readonly ValuePort[];
  readonly outputs: readonly ValuePort[];
}

/** A model's bytes, with the names of its inputs and outputs. */
export interface Model {
  readonly bytes: Uint8Array;
  readonly inputs: readonly ValueId[];
  readonly outputs: readonly ValueId[];
}

/** A part of a network whose constants may differ from the network's. */
interface Part {
  readonly nodes: readonly NetworkNode[];
  readonly constants: ReadonlyMap<ValueId, Tensor>;
  readonly inputs: readonly ValueId[];
  readonly outputs: readonly ValueId[];
}

function graphOf({ shapes }: Network, name: string, { nodes, constants, inputs, outputs }: Part): GraphToWrite {
  const port = (value: ValueId): ValuePort => ({ value, shape: shapes.get(value)! });
  return { name, nodes, constants, inputs: inputs.map(port), outputs: outputs.map(port) };
}

/** The linear nodes of a segment. Its constants may be those of the network without their constant parts. */
export const segmentGraph = (network: Network, part: Omit<Part, 'outputs'> & { readonly output: ValueId }): GraphToWrite =>
  graphOf(network, part.output, { ...part, outputs: [part.output] });

/** Nodes that are applied to estimates of their coded inputs. A square (both operands one value) has a single input. */
export const functionGraph = (
  network: Network,
  { nodes, inputs, output }: Omit<Part, 'constants' | 'outputs'> & { readonly output: ValueId },
): GraphToWrite => graphOf(network, output, { nodes, constants: network.constants, inputs, outputs: [output] });

/**
 * The float network with these values as outputs. `names` gives, for each wanted value, the output (or the network's input) that
 * holds it. The graph has no outputs if all that is wanted is the network's input.
 */
export function floatGraph(
  spiking: SpikingNetwork,
  wanted: readonly ValueId[],
): { readonly graph: GraphToWrite; readonly names: readonly ValueId[] } {
  const { network } = spiking;
  const { nodes, outputs, names } = floatNodes(spiking, wanted);
  const part = { nodes, constants: network.constants, inputs: [network.input.value], outputs };
  return { graph: graphOf(network, network.name, part), names };
}

/** The bytes of a graph, as `write` makes them. */
export const writtenModel = (graph: GraphToWrite, write: (graph: GraphToWrite) => Uint8Array): Model => ({
  bytes: write(graph),
  inputs: graph.inputs.map(({ value }) => value),
  outputs: graph.outputs.map(({ value }) => value),
});

/** Shapes of all values of the graph, inferred as the importer did. */
export function shapesOf({ nodes, constants, inputs }: GraphToWrite): Map<ValueId, Shape> {
  const shapes = new Map<ValueId, Shape>(inputs.map(({ value, shape }) => [value, shape]));
  const shapeOf = (value: ValueId): Shape => {
    const shape = shapes.get(value) ?? constants.get(value)?.shape;
    if (shape === undefined)
      throw new Error(`write ONNX: value ${value} is neither an input, a constant nor written before it is read`);
    return shape;
  };
  for (const node of nodes) {
    const known = node.inputs.map((value) => constants.get(value));
    shapes.set(node.output, operatorOf(node.op).shape(node.inputs.map(shapeOf), node.attributes, known));
  }
  for (const [value, tensor] of constants) shapes.set(value, tensor.shape);
  return shapes;
}
