/**
 * The frame that rewriting passes share: a rule looks at one node after the other, in topological order, and may replace
 * it by others. What it asks of the graph is always up to date with the replacements made so far.
 */
import type { Network, NetworkNode, OpName, ValueId } from '../../../src-shared/network/index.ts';
import type { Shape, Tensor } from '../../../src-shared/tensor/index.ts';
import { removeDead } from './remove-dead.ts';

/** Questions a rule asks of the graph, and the values it adds. */
export interface Graph {
  /** The node that writes a value, if it is of this operator (of any, where none is given). */
  producer(value: ValueId, op?: OpName): NetworkNode | undefined;
  /** As `producer`, where nothing else reads the value: the node may be taken into another. */
  inner(value: ValueId, op?: OpName): NetworkNode | undefined;
  /** How often nodes and outputs of the network read a value. */
  uses(value: ValueId): number;
  shapeOf(value: ValueId): Shape;
  constantOf(value: ValueId): Tensor | undefined;
  /** The number, where the value is a constant all of whose values are the same. */
  numberOf(value: ValueId): number | undefined;
  /** Adds a constant, named after `node`. */
  constant(node: NetworkNode, tensor: Tensor): ValueId;
  /** A fresh value between two nodes, named after `node`. */
  fresh(node: NetworkNode, shape: Shape): ValueId;
}

/** Nodes that replace `node`, the last one writing its output; undefined leaves it as it is. */
export type Rule = (node: NetworkNode, graph: Graph) => readonly NetworkNode[] | undefined;

/** A node in place of another: same output, and standing for the ONNX nodes of all of `merged` too. */
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
 * The first rule that applies, where what it recovers has the sizes of its operand: constants in a pattern may not have
 * made it larger by broadcasting.
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

/** Applies a rule to every node once and removes what is no longer needed; the network itself where the rule never applies. */
export function rewrite(network: Network, rule: Rule): Network {
  const producers = new Map(network.nodes.map((node) => [node.output, node]));
  const constants = new Map(network.constants);
  const shapes = new Map(network.shapes);
  const uses = new Map<ValueId, number>();
  const use = (value: ValueId, by: number) => uses.set(value, (uses.get(value) ?? 0) + by);
  for (const node of network.nodes) for (const input of node.inputs) use(input, 1);
  for (const output of network.outputs) use(output.value, 1);

  /** Forgets a node that was replaced, and those that only it read. */
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

/** Applies a rule until it applies nowhere: what it puts in may be part of what it looks for. */
export function rewriteAll(network: Network, rule: Rule): Network {
  for (let result = network; ; ) {
    const next = rewrite(result, rule);
    if (next === result) return result;
    result = next;
  }
}
