/**
 * Moves max pooling in front of the ReLU that precedes it. In the float network the order does not matter. In the spiking network
 * the pool then acts on the neuron's input, whose estimates it must compare (docs/algorithm.md §4).
 */
import { type Network, type NetworkNode, type ValueId, uniqueNames } from '../../src-shared/network/index.ts';
import { operatorOf } from '../../src-shared/network/operators/index.ts';
import type { Shape } from '../../src-shared/tensor/index.ts';
import { isBoundedRelu } from './bound-relu.ts';

/**
 * The network with every `Relu → MaxPool` turned into `MaxPool → Relu`; it computes the same function. Global max pooling and
 * bounded ReLUs (a Clip from 0) are moved likewise. If ReLUs are concatenated before the pool, each first gets a pool of its own.
 * A ReLU with other readers stays for them, and the pooled branch gets a ReLU of its own, named after the pool.
 */
export function moveMaxPooling(network: Network): Network {
  const shapes = new Map(network.shapes);
  const outputs = new Set(network.outputs.map((output) => output.value));
  const fresh = uniqueNames(new Set([...shapes.keys(), ...network.nodes.map((node) => node.id)]), '.');
  const graph = { shapes, outputs, fresh };
  let nodes = network.nodes;
  for (;;) {
    const moved = moveOne(nodes, graph);
    if (!moved) return { ...network, nodes, shapes };
    nodes = moved;
  }
}

interface Graph {
  readonly shapes: Map<ValueId, Shape>;
  readonly outputs: ReadonlySet<ValueId>;
  readonly fresh: (base: string) => string;
}

/** The nodes after one pool was moved by one node; undefined if no pool can be moved. */
function moveOne(nodes: readonly NetworkNode[], graph: Graph): readonly NetworkNode[] | undefined {
  const producers = new Map(nodes.map((node) => [node.output, node]));
  for (const pool of nodes) {
    if (!operatorOf(pool.op).takesMaxima) continue;
    const before = producers.get(pool.inputs[0]!);
    if (!before || !isRectified(before, pool, producers)) continue;
    const shared = graph.outputs.has(before.output) || nodes.some((node) => node !== pool && node.inputs.includes(before.output));
    const moved = before.op === 'Concat' ? acrossConcat(pool, before, graph) : acrossRelu(pool, before, shared, graph);
    return nodes.flatMap((node) => {
      if (node === pool) return moved;
      return node === before && !shared ? [] : [node];
    });
  }
  return undefined;
}

/** True for a ReLU, and for a concatenation of nothing but ReLUs along an axis that the pool leaves alone. */
function isRectified(node: NetworkNode, pool: NetworkNode, producers: ReadonlyMap<ValueId, NetworkNode>): boolean {
  if (node.op === 'Relu' || isBoundedRelu(node)) return true;
  if (node.op !== 'Concat' || pool.op !== 'MaxPool' || Number(node.attributes['axis']) > 1) return false;
  return node.inputs.every((value) => {
    const producer = producers.get(value);
    return producer !== undefined && isRectified(producer, pool, producers);
  });
}

/** The pool, then the ReLU. If the ReLU is `shared`, this is a new ReLU. */
function acrossRelu(pool: NetworkNode, relu: NetworkNode, shared: boolean, { shapes, fresh }: Graph): NetworkNode[] {
  const pooled = fresh(`${pool.output}:pooled`);
  shapes.set(pooled, shapes.get(pool.output)!);
  const own = shared ? { id: fresh(`${pool.id}:relu`), path: pool.path } : {};
  return [
    { ...pool, inputs: [relu.inputs[0]!], output: pooled },
    { ...relu, ...own, inputs: [pooled], output: pool.output },
  ];
}

/** A pool for every part, then the concatenation. */
function acrossConcat(pool: NetworkNode, concat: NetworkNode, { shapes, fresh }: Graph): NetworkNode[] {
  const axis = Number(concat.attributes['axis']);
  const parts = concat.inputs.map((input, index): NetworkNode => {
    const output = fresh(`${pool.output}:${index + 1}`);
    shapes.set(output, shapes.get(pool.output)!.with(axis, shapes.get(input)![axis]!));
    return { ...pool, id: fresh(`${pool.id}:${index + 1}`), path: `${pool.path}.${index + 1}`, inputs: [input], output };
  });
  return [
    ...parts,
    { ...concat, id: fresh(`${pool.id}:joined`), inputs: parts.map(({ output }) => output), output: pool.output },
  ];
}
