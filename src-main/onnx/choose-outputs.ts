/**
 * Chooses the outputs of a model that are imported: the outputs that a person names, or else all outputs that a network of
 * neurons can compute. A label chosen from scores is left out. So is an output that depends on an input that is not fed. Nodes
 * that only such outputs need are left out too.
 */
import { type Message, option, say } from '../../src-shared/message/index.ts';
import { CLASSICAL } from './domains.ts';
import type { ImportOptions } from './graph-input.ts';
import type { OnnxGraph, OnnxModel, OnnxNode } from './model.ts';
import { modelError } from './model-error.ts';
import { readsOf } from './order.ts';

export interface ChosenOutputs {
  /** The graph with these outputs, and the nodes that they need. */
  readonly graph: OnnxGraph;
  /** Nodes of the file that only other outputs need, in the file's order. */
  readonly leftOut: readonly OnnxNode[];
  /** Sentences on outputs that were left out although nobody asked for it. */
  readonly notes: readonly Message[];
}

/** Operators that choose among scores. */
const CHOOSING: ReadonlySet<string> = new Set(['ArgMax', 'ArgMin', 'Hardmax', 'TopK']);
/** Operators after a choice whose output is still the label. */
const HANDING_ON: ReadonlySet<string> = new Set([
  ...['Cast', 'CastLike', 'Identity', 'Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Transpose', 'Gather', 'Slice'],
]);

type Producers = ReadonlyMap<string, OnnxNode>;

function producersIn(graph: OnnxGraph): Producers {
  return new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
}

/** The nodes that compute `values`, and the names of all values that these depend on, inputs of the graph included. */
function behind(values: readonly string[], producers: Producers): { nodes: Set<OnnxNode>; names: Set<string> } {
  const nodes = new Set<OnnxNode>();
  const names = new Set<string>();
  const left = [...values];
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (names.has(name)) continue;
    names.add(name);
    const node = producers.get(name);
    if (node === undefined || nodes.has(node)) continue;
    nodes.add(node);
    left.push(...readsOf(node));
  }
  return { nodes, names };
}

/** The scores that a label is chosen from; undefined for a value that is not a label. */
function scoresOf(name: string, graph: OnnxGraph, producers: Producers): string | undefined {
  const seen = new Set<OnnxNode>();
  for (let value: string | undefined = name; value !== undefined; ) {
    const node: OnnxNode | undefined = producers.get(value);
    if (node === undefined || seen.has(node)) return undefined;
    seen.add(node);
    // In a look-up in a table of labels, the label is the second input.
    const data = node.inputs.find(
      (input) => input !== '' && !graph.initializers.has(input) && producers.get(input)?.type !== 'Constant',
    );
    if (node.domain === '' && CHOOSING.has(node.type)) return data;
    if (node.domain === CLASSICAL && node.type === 'ZipMap') return data;
    if (node.domain === '' ? !HANDING_ON.has(node.type) : node.domain !== CLASSICAL) return undefined;
    value = data;
  }
  return undefined;
}

const listed = (names: readonly string[]): string => names.join(', ');

function named(model: OnnxModel, wanted: readonly string[], producers: Producers): readonly string[] {
  const { graph } = model;
  const refuse = (why: Message): Error =>
    modelError('model.outputs', say`${model.file} ${why}`, { file: model.file, option: 'output' });
  const unknown = wanted.find((name) => !graph.outputs.includes(name) && !producers.has(name));
  if (unknown !== undefined) {
    throw refuse(`has no output called ${unknown}, and no value in it is called so; its outputs are ${listed(graph.outputs)}.`);
  }
  const label = wanted.find((name) => scoresOf(name, graph, producers) !== undefined);
  if (label === undefined) return wanted;
  const scores = scoresOf(label, graph, producers)!;
  const instead = wanted.includes(scores) ? '' : `, or take the scores, ${scores}, in its place`;
  throw refuse(
    say`has an output ${label} that is a label chosen from scores, which neurons do not compute; leave ${label} out of ${option('output', 'NAME')}${instead}.`,
  );
}

/** The outputs to import if nobody names any, with notes on the others. */
function computable(
  graph: OnnxGraph,
  image: string,
  producers: Producers,
): Omit<ChosenOutputs, 'graph' | 'leftOut'> & { outputs: readonly string[] } {
  const notes: Message[] = [];
  const scores = new Map(graph.outputs.map((name) => [name, scoresOf(name, graph, producers)]));
  let outputs = graph.outputs.filter((name) => scores.get(name) === undefined);
  const labels = graph.outputs.filter((name) => scores.get(name) !== undefined);
  if (labels.length > 0 && outputs.length > 0) {
    notes.push(
      say`Left out: ${listed(labels)}, a label chosen from scores, which neurons do not compute; ${option('output', 'NAME')} names other outputs.`,
    );
  } else if (labels.length > 0) {
    outputs = [...new Set(labels.map((name) => scores.get(name)!))];
    notes.push(
      `The output is ${listed(outputs)}, the scores that ${listed(labels)} is chosen from: neurons do not compute labels.`,
    );
  }
  const others = new Set(graph.inputs.map(({ name }) => name).filter((name) => name !== image));
  if (others.size > 0) {
    const notFed = outputs.filter((name) => [...behind([name], producers).names].some((value) => others.has(value)));
    if (notFed.length > 0 && notFed.length < outputs.length) {
      outputs = outputs.filter((name) => !notFed.includes(name));
      notes.push(
        say`Left out: ${listed(notFed)}, which needs more than the input ${image}; ${option('output', 'NAME')} names other outputs.`,
      );
    }
  }
  return { outputs, notes };
}

/**
 * The outputs of `model` to import. `image` is the input that is fed. Throws `model.outputs` for a name that the model does not
 * have, or the name of a label.
 */
export function chooseOutputs(model: OnnxModel, image: string, { outputs: wanted }: ImportOptions): ChosenOutputs {
  const { graph } = model;
  const producers = producersIn(graph);
  const { outputs, notes } =
    wanted === undefined || wanted.length === 0
      ? computable(graph, image, producers)
      : { outputs: named(model, wanted, producers), notes: [] };
  // If all outputs are wanted, every node is examined, even one that nothing reads.
  if (outputs.length === graph.outputs.length && outputs.every((name) => graph.outputs.includes(name))) {
    return { graph: { ...graph, outputs }, leftOut: [], notes };
  }
  const { nodes } = behind(outputs, producers);
  return {
    graph: { ...graph, outputs, nodes: graph.nodes.filter((node) => nodes.has(node)) },
    leftOut: graph.nodes.filter((node) => !nodes.has(node)),
    notes,
  };
}
