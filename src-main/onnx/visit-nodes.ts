/**
 * Visits the nodes of an ONNX graph in topological order and has each read into canonical nodes. A node that cannot be read is noted as
 * blocked, and its output is guessed, so that the nodes after it are read too.
 */
import type { SpikeloomError } from '../../src-shared/errors/index.ts';
import type { OnnxRead, ValueId } from '../../src-shared/network/index.ts';
import { onnxReaders } from '../../src-shared/network/operators/index.ts';
import type { GraphBuilder } from './builder.ts';
import type { OnnxGraph, OnnxModel, OnnxNode } from './model.ts';
import { modelError } from './model-error.ts';
import { nodeView } from './node-view.ts';
import { readerAt } from './old-opsets.ts';
import { inOrder } from './order.ts';
import { readerError, UnknownOperator } from './reader-error.ts';

/** A node that could not be translated, and why. */
export interface Blocked {
  readonly node: OnnxNode;
  readonly error: SpikeloomError;
}

/** A graph that is being visited. Names are those of values in the file. */
export interface Visit {
  readonly file: string;
  readonly opset: OnnxModel['opset'];
  readonly build: GraphBuilder;
  /** The only input of the graph that is fed. */
  readonly input: string;
  /** Names of the other inputs. */
  readonly notFed: ReadonlySet<string>;
  /** Names that any node reads, or that the graph returns. */
  readonly reads: ReadonlySet<string>;
  /** The network's value of every name that has been read. */
  readonly values: Map<string, ValueId>;
  /** Names of values without a known shape: they come after a blocked node. */
  readonly unknown: Set<string>;
  /** Names of values whose shape rests on a guess. */
  readonly doubtful: Set<string>;
  readonly guessed: ValueId[];
  readonly order: OnnxNode[];
  readonly blocked: Blocked[];
  readonly unreached: OnnxNode[];
}

/** A visit of `graph`, the model's graph without the nodes that nobody needs. The input is the only value there is. */
export function startVisit(model: OnnxModel, graph: OnnxGraph, input: string, build: GraphBuilder): Visit {
  return {
    file: model.file,
    opset: model.opset,
    build,
    input,
    notFed: new Set(graph.inputs.map(({ name }) => name).filter((name) => name !== input)),
    reads: allReads(graph),
    values: new Map([[input, input]]),
    unknown: new Set(),
    doubtful: new Set(),
    guessed: [],
    order: [],
    blocked: [],
    unreached: [],
  };
}

/** Adds the graph's constants and visits its nodes. Throws `model.cyclic` if they cannot be ordered. */
export function visitGraph(visit: Visit, graph: OnnxGraph): void {
  const { build, values, notFed, unknown, file } = visit;
  for (const [name, tensor] of graph.initializers) {
    build.named(name, tensor);
    values.set(name, name);
  }
  for (const node of inOrder(graph, new Set([...values.keys(), ...notFed, ...unknown]), file)) {
    visit.order.push(node);
    visitNode(visit, node);
  }
}

function visitNode(visit: Visit, node: OnnxNode): void {
  const { values, unknown, doubtful, unreached, blocked, file } = visit;
  const inDoubt = node.inputs.some((name) => doubtful.has(name));
  try {
    if (node.inputs.some((name) => unknown.has(name))) {
      if (readerOf(node) === undefined && (node.domain !== '' || node.type !== 'If')) throw new UnknownOperator(node);
      unreached.push(node);
      for (const name of node.outputs) unknown.add(name);
      return;
    }
    const results = readNode(visit, node);
    node.outputs.forEach((name, index) => {
      if (name === '' || results[index] === undefined) return;
      values.set(name, results[index]);
      if (inDoubt) doubtful.add(name);
    });
  } catch (cause) {
    if (inDoubt && !(cause instanceof UnknownOperator)) {
      // The guess may be what is wrong.
      unreached.push(node);
      for (const name of node.outputs) unknown.add(name);
    } else {
      blocked.push({ node, error: readerError(cause, node, file) });
      guessOutput(visit, node);
    }
  }
}

/** Values of a node's outputs, as far as anything reads them. Throws an Error with a sentence if the node has no canonical form. */
function readNode(visit: Visit, node: OnnxNode): readonly ValueId[] {
  const { build, opset, values, reads } = visit;
  const inputs = node.inputs.map((name) => valueOf(visit, name, node));
  const branch = node.type === 'If' && node.domain === '' ? chosenBranch(node, inputs[0], build) : undefined;
  if (branch !== undefined) {
    visitGraph(visit, branch);
    return branch.outputs.flatMap((name) => values.get(name) ?? []);
  }
  const reader = readerOf(node);
  if (reader === undefined) throw new UnknownOperator(node);
  // Outputs that nothing reads (the mask of a dropout) are left out. A Split keeps all: their number says how it splits.
  const asked = node.outputs.findLastIndex((name) => name !== '' && reads.has(name)) + 1;
  const outputs = node.type === 'Split' ? node.outputs.length : Math.max(1, asked);
  const read = readerAt(opset, node.type, reader);
  const results = build.during(node, () => read(nodeView(node, opset, inputs, outputs), build));
  if (results.length < outputs) {
    throw new Error(`its output ${results.length + 1} is not supported; rewrite this part of the network without it`);
  }
  return results;
}

/** The network's value of a name that a node reads; undefined for an input that is left out. Throws `model.inputs`. */
function valueOf({ file, input, notFed, values }: Visit, name: string, node: OnnxNode): ValueId | undefined {
  if (!notFed.has(name)) return values.get(name);
  const message = `${file}: node ${node.name} (${node.type}) reads the input ${name}, but only ${input} is fed; export the network with ${name} as a constant.`;
  throw modelError('model.inputs', message, { file, node: node.name });
}

/** Gives the first output of a blocked node the shape of the node's first input, which is right for most operators. */
function guessOutput({ build, values, unknown, doubtful, guessed }: Visit, node: OnnxNode): void {
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
