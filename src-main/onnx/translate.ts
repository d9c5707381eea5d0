/**
 * Translates an ONNX graph, node by node, into canonical operators. It does not stop at a node that cannot be translated:
 * import throws the first one's error, preflight wants to hear of all of them.
 */
import type { SpikeloomError } from '../../src-shared/errors/index.ts';
import type { Message } from '../../src-shared/message/index.ts';
import type { NetworkPort, OnnxRead, ValueId } from '../../src-shared/network/index.ts';
import { onnxReaders } from '../../src-shared/network/operators/index.ts';
import type { Shape } from '../../src-shared/tensor/index.ts';
import { createBuilder, type GraphBuilder, type GraphParts, readerError } from './builder.ts';
import { mixingNode } from './check-samples.ts';
import { chooseOutputs } from './choose-outputs.ts';
import { CLASSICAL, IS_CLASSICAL } from './domains.ts';
import { graphInput, type ImportOptions } from './graph-input.ts';
import type { OnnxGraph, OnnxModel, OnnxNode } from './model.ts';
import { nodeView } from './node-view.ts';
import { readerAt } from './old-opsets.ts';
import { inOrder } from './order.ts';
import { modelError } from './model-error.ts';

/** A node that could not be translated, and why. */
export interface Blocked {
  readonly node: OnnxNode;
  readonly error: SpikeloomError;
}

export interface Translation {
  readonly parts: GraphParts;
  readonly input: NetworkPort;
  /** Outputs of the graph; where nodes are blocked, those that could be reached and the values that blocked nodes read. */
  readonly outputs: readonly NetworkPort[];
  /** Every node looked at, in topological order; those of an If's chosen branch included. */
  readonly order: readonly OnnxNode[];
  readonly blocked: readonly Blocked[];
  /** Nodes that could not be looked at because they depend on a blocked one. */
  readonly unreached: readonly OnnxNode[];
  /** Values of blocked nodes that were given the shape of their input, to look at what follows. */
  readonly guessed: readonly ValueId[];
  /** The outputs that the model is to have, each with its shape as far as that is known. */
  readonly wanted: readonly { readonly name: string; readonly shape?: Shape }[];
  /** Nodes that only other outputs need. */
  readonly leftOut: readonly OnnxNode[];
  /** True if the model has quantised activations, read as floats or refused. */
  readonly quantised: boolean;
  /** Sentences on what was left out or read otherwise than written. */
  readonly notes: readonly Message[];
}

/** The branch of an If whose condition is a constant. */
function chosenBranch(node: OnnxNode, condition: ValueId | undefined, build: GraphBuilder): OnnxGraph | undefined {
  const value = condition === undefined ? undefined : build.constantOf(condition);
  if (value === undefined) return undefined;
  const branch = node.attributes.get(value.data[0] !== 0 ? 'then_branch' : 'else_branch');
  return branch?.kind === 'graph' ? branch.value : undefined;
}

/** Every value that a graph reads or returns, those inside its subgraphs included. */
function allReads(graph: OnnxGraph): Set<string> {
  const inside = graph.nodes.flatMap((node) =>
    [...node.attributes.values()].flatMap((one) => (one.kind === 'graph' ? [...allReads(one.value)] : [])),
  );
  return new Set([...graph.nodes.flatMap((node) => node.inputs), ...graph.outputs, ...inside]);
}

const readerOf = ({ domain, type }: OnnxNode): OnnxRead | undefined =>
  onnxReaders.get(domain === '' ? type : `${domain}::${type}`);

/** An operator that has no reader. */
class UnknownOperator extends Error {
  constructor(node: OnnxNode) {
    if (node.domain === CLASSICAL) {
      super(`${node.type} is ${IS_CLASSICAL}`);
      return;
    }
    const domain = node.domain === '' ? '' : ` of operator set ${node.domain}`;
    super(`operator ${node.type}${domain} is not supported; rewrite this part of the network with other operators`);
  }
}

const DEQUANTISED =
  'Quantised activations are read as the floating-point numbers that they stand for: nothing is rounded, and only what is negative is cut off, where a ReLU was left out for that. The float network is that one, not the quantised one.';

/**
 * Translates the model. Errors: `model.inputs`, `model.cyclic`, `model.invalid`; what concerns a single node is in `blocked`.
 */
export function translate(model: OnnxModel, options: ImportOptions = {}): Translation {
  const { file, opset } = model;
  const image = graphInput(model, options);
  const { graph, leftOut, notes } = chooseOutputs(model, image.name, options);
  const build = createBuilder(image.fixedBatch, options.dequantise);
  const values = new Map<string, ValueId>([[image.name, image.name]]);
  const notFed = new Set(graph.inputs.map(({ name }) => name).filter((name) => name !== image.name));
  /** Values of blocked nodes, and values that depend on a guess. */
  const unknown = new Set<string>();
  const doubtful = new Set<string>();
  const guessed: ValueId[] = [];
  const reads = allReads(graph);
  const order: OnnxNode[] = [];
  const blocked: Blocked[] = [];
  const unreached: OnnxNode[] = [];
  build.input(image.name, image.shape);

  function valueOf(name: string, node: OnnxNode): ValueId | undefined {
    if (!notFed.has(name)) return values.get(name);
    const message = `${file}: node ${node.name} (${node.type}) reads the input ${name}, but only ${image.name} is fed; export the network with ${name} as a constant.`;
    throw modelError('model.inputs', message, { file, node: node.name });
  }

  function readNode(node: OnnxNode): readonly ValueId[] {
    const inputs = node.inputs.map((name) => valueOf(name, node));
    const branch = node.type === 'If' && node.domain === '' ? chosenBranch(node, inputs[0], build) : undefined;
    if (branch !== undefined) {
      readGraph(branch);
      return branch.outputs.flatMap((name) => values.get(name) ?? []);
    }
    const reader = readerOf(node);
    if (reader === undefined) throw new UnknownOperator(node);
    // Outputs that nothing reads (the mask of a dropout) do not count; but how many a Split has says how it splits.
    const asked = node.outputs.findLastIndex((name) => name !== '' && reads.has(name)) + 1;
    const outputs = node.type === 'Split' ? node.outputs.length : Math.max(1, asked);
    const read = readerAt(opset, node.type, reader);
    const results = build.during(node, () => read(nodeView(node, opset, inputs, outputs), build));
    if (results.length < outputs) {
      throw new Error(`its output ${results.length + 1} is not supported; rewrite this part of the network without it`);
    }
    return results;
  }

  /** To learn of what follows a blocked node, its output is given the shape of its first input: right for most operators. */
  function guess(node: OnnxNode): void {
    const shape = node.inputs.flatMap((name) => (values.has(name) ? [build.shapeOf(values.get(name)!)] : [])).at(0);
    const [output, ...others] = node.outputs;
    for (const name of others) unknown.add(name);
    if (output === undefined) return;
    if (shape === undefined || doubtful.has(node.inputs[0] ?? '')) {
      unknown.add(output);
      return;
    }
    build.input(output, shape);
    values.set(output, output);
    doubtful.add(output);
    guessed.push(output);
  }

  function visit(node: OnnxNode): void {
    const inDoubt = node.inputs.some((name) => doubtful.has(name));
    try {
      if (node.inputs.some((name) => unknown.has(name))) {
        if (readerOf(node) === undefined && (node.domain !== '' || node.type !== 'If')) throw new UnknownOperator(node);
        unreached.push(node);
        for (const name of node.outputs) unknown.add(name);
        return;
      }
      const results = readNode(node);
      node.outputs.forEach((name, index) => {
        if (name === '' || results[index] === undefined) return;
        values.set(name, results[index]);
        if (inDoubt) doubtful.add(name);
      });
    } catch (cause) {
      if (inDoubt && !(cause instanceof UnknownOperator)) {
        unreached.push(node);
        for (const name of node.outputs) unknown.add(name);
      } else {
        blocked.push({ node, error: readerError(cause, node, file) });
        guess(node);
      }
    }
  }

  function readGraph(part: OnnxGraph): void {
    for (const [name, tensor] of part.initializers) {
      build.named(name, tensor);
      values.set(name, name);
    }
    for (const node of inOrder(part, new Set([...values.keys(), ...notFed, ...unknown]), file)) {
      order.push(node);
      visit(node);
    }
  }

  /** Blocks the node, if there is one, at which samples turn out to be mixed. */
  function refuseMixing(): void {
    const { nodes, constants, shapes, ambiguous } = build.parts;
    const network = { name: file, input: { name: image.name, value: image.name }, outputs, nodes, constants, shapes };
    const mixing = mixingNode(network, ambiguous, image.fixedBatch);
    const node = mixing && order.find(({ name }) => mixing.from.includes(name));
    const why = 'batch: it mixes samples: two of them together give another result than each of them alone';
    if (node !== undefined) blocked.push({ node, error: readerError(new Error(why), node, file) });
  }

  readGraph(graph);
  const ports = (names: Iterable<string>): NetworkPort[] =>
    [...names].flatMap((name) => (values.has(name) ? [{ name, value: values.get(name)! }] : []));
  const isKnown = (name: string): boolean => values.has(name) && !doubtful.has(name);
  const wanted = graph.outputs.map((name) => ({ name, ...(isKnown(name) ? { shape: build.shapeOf(values.get(name)!) } : {}) }));
  const ends = [...blocked.map(({ node }) => node), ...unreached].flatMap((node) => node.inputs);
  const outputs = ports(blocked.length === 0 ? graph.outputs : new Set([...graph.outputs, ...ends]));
  if (blocked.length === 0) refuseMixing();
  return {
    parts: build.parts,
    input: { name: image.name, value: image.name },
    ...{ outputs, order, blocked, unreached, guessed, wanted, leftOut, quantised: build.parts.quantised },
    notes: [...notes, ...(build.parts.quantised && options.dequantise ? [DEQUANTISED] : [])],
  };
}
