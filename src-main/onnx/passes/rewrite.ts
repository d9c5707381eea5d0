/**
 * The frame of all rewriting passes. A rule is applied to one node after the other, in topological order, and may replace the
 * node by others. The rule's view of the graph contains all replacements made so far.
 */
import type { Network, NetworkNode, OpName, ValueId } from '../../../src-shared/network/index.ts';
import type { Shape, Tensor } from '../../../src-shared/tensor/index.ts';
import { removeDead } from './remove-dead.ts';

/** The questions that a rule asks about the graph, and the values that it adds. */
export interface Graph {
  /** The node that writes a value, if it is of this operator; of any operator if none is given. */
  producer(value: ValueId, op?: OpName): NetworkNode | undefined;
  /** As `producer`, but only if nothing else reads the value: the node may then be merged into another. */
  inner(value: ValueId, op?: OpName): NetworkNode | undefined;
  /** How often nodes and outputs of the network read a value. */
  uses(value: ValueId): number;
  shapeOf(value: ValueId): Shape;
  constantOf(value: ValueId): Tensor | undefined;
  /** The number, if the value is a constant whose entries are all the same. */
  numberOf(value: ValueId): number | undefined;
  /** Adds a constant, named after `node`. */
  constant(node: NetworkNode, tensor: Tensor): ValueId;
  /** A fresh value between two nodes, named after `node`. */
  fresh(node: NetworkNode, shape: Shape): ValueId;
}

/** Nodes that replace `node`, the last one writing its output; undefined leaves it as it is. */
export type Rule = (node: NetworkNode, graph: Graph) => readonly NetworkNode[] | undefined;

/** A node in place of another. It has the same output and stands for the ONNX nodes of all of `merged` too. */
export function standIn(
  node: NetworkNode,
  op: OpName,
  inputs: readonly ValueId[],
  attributes: NetworkNode['attributes'],
  merged: readonly NetworkNode[] = [],
): NetworkNode {
  const from = [...new Set([...merged.flatMap((other) => other.from), ...node.from])];
  return { ...node, op, inputs, attributes, from };
}

const sorted = (shape: Shape): string => shape.toSorted((a, b) => a - b).join();

/**
 * The first rule that applies and whose result has the size of its operand: a constant in a pattern may have made the result
 * larger by broadcasting.
 */
export const firstOf =
  (rules: readonly Rule[]): Rule =>
  (node, graph) => {
    for (const rule of rules) {
      const replacement = rule(node, graph);
      if (replacement === undefined) continue;
      if (sorted(graph.shapeOf(replacement[0]!.inputs[0]!)) === sorted(graph.shapeOf(node.output))) return replacement;
    }
    return undefined;
  };

/**
 * Applies a rule to every node once and removes nodes that are no longer needed. Returns the network itself if the rule never
 * applies.
 */
export function rewrite(network: Network, rule: Rule): Network {
  const producers = new Map(network.nodes.map((node) => [node.output, node]));
  const constants = new Map(network.constants);
  const shapes = new Map(network.shapes);
  const uses = new Map<ValueId, number>();
  const use = (value: ValueId, by: number) => uses.set(value, (uses.get(value) ?? 0) + by);
  for (const node of network.nodes) for (const input of node.inputs) use(input, 1);
  for (const output of network.outputs) use(output.value, 1);

  /** Removes a node that was replaced, and the nodes that only it read. */
  function drop(node: NetworkNode): void {
    for (const input of node.inputs) {
      use(input, -1);
      const producer = producers.get(input);
      if (producer === undefined || uses.get(input) !== 0) continue;
      producers.delete(input);
      drop(producer);
    }
  }

  function fresh(node: NetworkNode, shape: Shape): ValueId {
    let value: ValueId;
    let count = 0;
    do value = `${node.id}+${++count}`;
    while (shapes.has(value));
    shapes.set(value, shape);
    return value;
  }

  const producer = (value: ValueId, op?: OpName) => {
    const node = producers.get(value);
    return op === undefined || node?.op === op ? node : undefined;
  };
  const graph: Graph = {
    producer,
    inner: (value, op) => (uses.get(value) === 1 ? producer(value, op) : undefined),
    uses: (value) => uses.get(value) ?? 0,
    shapeOf: (value) => shapes.get(value)!,
    constantOf: (value) => constants.get(value),
    numberOf(value) {
      const data = constants.get(value)?.data;
      const first = data?.[0];
      return first !== undefined && data!.every((other) => other === first) ? first : undefined;
    },
    constant(node, tensor) {
      const value = fresh(node, tensor.shape);
      constants.set(value, tensor);
      return value;
    },
    fresh,
  };

  let applied = false;
  const nodes = network.nodes.flatMap((node) => {
    const replacement = rule(node, graph);
    if (replacement === undefined) return [node];
    applied = true;
    for (const other of replacement) {
      for (const input of other.inputs) use(input, 1);
      producers.set(other.output, other);
    }
    drop(node);
    return replacement;
  });
  return applied ? removeDead({ ...network, nodes, constants, shapes }) : network;
}

/** Applies a rule until it applies nowhere, since its result may contain the pattern again. */
export function rewriteAll(network: Network, rule: Rule): Network {
  for (let result = network; ; ) {
    const next = rewrite(result, rule);
    if (next === result) return result;
    result = next;
  }
}
