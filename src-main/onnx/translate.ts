/**
 * Translates an ONNX graph, node by node, into canonical operators. Translation goes on past a node that it cannot translate: import throws
 * the error of the first such node, preflight lists all of them.
 */
import type { Message } from '../../src-shared/message/index.ts';
import type { Network, NetworkPort, ValueId } from '../../src-shared/network/index.ts';
import type { Shape } from '../../src-shared/tensor/index.ts';
import { createBuilder } from './builder.ts';
import { mixingNode } from './check-samples.ts';
import { chooseOutputs } from './choose-outputs.ts';
import type { GraphParts } from './graph-draft.ts';
import { graphInput, type ImportOptions } from './graph-input.ts';
import type { OnnxModel, OnnxNode } from './model.ts';
import { readerError } from './reader-error.ts';
import { type Blocked, startVisit, type Visit, visitGraph } from './visit-nodes.ts';

export interface Translation {
  readonly parts: GraphParts;
  readonly input: NetworkPort;
  /** Outputs of the graph. If nodes are blocked: the outputs that could be reached, and the values that blocked nodes read. */
  readonly outputs: readonly NetworkPort[];
  /** Every node that was visited, in topological order; those of an If's chosen branch included. */
  readonly order: readonly OnnxNode[];
  readonly blocked: readonly Blocked[];
  /** Nodes that could not be read because they depend on a blocked one. */
  readonly unreached: readonly OnnxNode[];
  /** Values of blocked nodes that were given the shape of their input, so that the nodes after them could be read. */
  readonly guessed: readonly ValueId[];
  /** The outputs that the model is to have, each with its shape as far as that is known. */
  readonly wanted: readonly { readonly name: string; readonly shape?: Shape }[];
  /** Nodes that only other outputs need. */
  readonly leftOut: readonly OnnxNode[];
  /** True if the model has quantised activations, read as floats or refused. */
  readonly quantised: boolean;
  /** Sentences on parts of the file that were left out, or read in another way than they are written. */
  readonly notes: readonly Message[];
}

const DEQUANTISED =
  'Quantised activations are read as the floating-point numbers that they stand for. Nothing is rounded. Negative values are cut off only where the quantisation replaced a ReLU. The float network is this network, not the quantised one.';

/** Translates the model. Throws `model.inputs`, `model.cyclic` and `model.invalid`; errors of a single node are in `blocked`. */
export function translate(model: OnnxModel, options: ImportOptions = {}): Translation {
  const image = graphInput(model, options);
  const { graph, leftOut, notes } = chooseOutputs(model, image.name, options);
  const build = createBuilder(image.fixedBatch, options.dequantise);
  const { parts } = build;
  build.input(image.name, image.shape);
  const visit = startVisit(model, graph, image.name, build);
  visitGraph(visit, graph);

  const { values, doubtful, blocked, order, unreached, guessed } = visit;
  const ports = (names: Iterable<string>): NetworkPort[] =>
    [...names].flatMap((name) => (values.has(name) ? [{ name, value: values.get(name)! }] : []));
  const isKnown = (name: string): boolean => values.has(name) && !doubtful.has(name);
  const wanted = graph.outputs.map((name) => ({ name, ...(isKnown(name) ? { shape: build.shapeOf(values.get(name)!) } : {}) }));
  const ends = [...blocked.map(({ node }) => node), ...unreached].flatMap((node) => node.inputs);
  const outputs = ports(blocked.length === 0 ? graph.outputs : new Set([...graph.outputs, ...ends]));
  const input = { name: image.name, value: image.name };
  const { nodes, constants, shapes } = parts;
  const network = { name: model.file, input, outputs, nodes, constants, shapes };
  if (blocked.length === 0) refuseMixing(visit, network, image.fixedBatch);
  return {
    parts,
    input,
    ...{ outputs, order, blocked, unreached, guessed, wanted, leftOut, quantised: parts.quantised },
    notes: [...notes, ...(parts.quantised && options.dequantise ? [DEQUANTISED] : [])],
  };
}

/** Blocks the node at which samples turn out to be mixed, if there is one. */
function refuseMixing({ build, order, blocked, file }: Visit, network: Network, fixedBatch: number | undefined): void {
  const mixing = mixingNode(network, build.parts.ambiguous, fixedBatch);
  const node = mixing && order.find(({ name }) => mixing.from.includes(name));
  const why = 'batch: it mixes samples: two of them together give another result than each of them alone';
  if (node !== undefined) blocked.push({ node, error: readerError(new Error(why), node, file) });
}
