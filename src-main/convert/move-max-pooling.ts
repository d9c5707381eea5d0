/**
 * Moves max pooling in front of the ReLU that precedes it. The two commute for the float network; in the spiking one the
 * pool then acts on the neuron's input, whose estimate is what it must compare (docs/algorithm.md §4).
 */
import type { Network, NetworkNode, ValueId } from '../../src-shared/network/index.ts';
import type { Shape } from '../../src-shared/tensor/index.ts';
import { isBoundedRelu } from './bound-relu.ts';
import { freshName } from './fresh-name.ts';

/** Windows, and all of some axes (global max pooling). */
const POOLING: ReadonlySet<string> = new Set(['MaxPool', 'ReduceMax']);

/**
 * The network with every `Relu → MaxPool` turned into `MaxPool → Relu`, computing the same function; global max pooling and
 * bounded ReLUs (a Clip from 0) likewise. A ReLU that others read as well stays for them, and the pooled branch gets one of its own, named after the pool.
 */
export function moveMaxPooling(network: Network): Network {
  const shapes = new Map(network.shapes);
  const outputs = new Set(network.outputs.map((output) => output.value));
  const taken = new Set([...shapes.keys(), ...network.nodes.map((node) => node.id)]);
  let nodes = network.nodes;
  for (;;) {
    const moved = moveOne(nodes, shapes, outputs, taken);
    if (!moved) return { ...network, nodes, shapes };
    nodes = moved;
  }
}

function moveOne(
  nodes: readonly NetworkNode[],
  shapes: Map<ValueId, Shape>,
  outputs: ReadonlySet<ValueId>,
  taken: Set<string>,
): readonly NetworkNode[] | undefined {
  const producers = new Map(nodes.map((node) => [node.output, node]));
  for (const pool of nodes) {
    if (!POOLING.has(pool.op)) continue;
    const relu = producers.get(pool.inputs[0]!);
    if (!relu || !(relu.op === 'Relu' || isBoundedRelu(relu))) continue;
    const shared = outputs.has(relu.output) || nodes.some((node) => node !== pool && node.inputs.includes(relu.output));
    const pooled = freshName(`${pool.output}:pooled`, taken);
    shapes.set(pooled, shapes.get(pool.output)!);
    const movedPool: NetworkNode = { ...pool, inputs: [relu.inputs[0]!], output: pooled };
    const movedRelu: NetworkNode = shared
      ? { ...relu, id: freshName(`${pool.id}:relu`, taken), path: pool.path, inputs: [pooled], output: pool.output }
      : { ...relu, inputs: [pooled], output: pool.output };
    return nodes.flatMap((node) => {
      if (node === pool) return [movedPool, movedRelu];
      return node === relu && !shared ? [] : [node];
    });
  }
  return undefined;
}
