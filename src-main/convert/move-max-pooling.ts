/**
 * Moves max pooling in front of the ReLU that precedes it. The two commute for the float network; in the spiking one the
 * pool then acts on the neuron's input, whose estimate is what it must compare (docs/algorithm.md §4).
 */
import type { Network, NetworkNode, ValueId } from '../../src-shared/network/index.ts';
import type { Shape } from '../../src-shared/tensor/index.ts';

/** The network with every `Relu → MaxPool` turned into `MaxPool → Relu`, computing the same function. */
export function moveMaxPooling(network: Network): Network {
  const shapes = new Map(network.shapes);
  let nodes = network.nodes;
  for (;;) {
    const moved = moveOne(nodes, shapes, new Set(network.outputs.map((output) => output.value)));
    if (!moved) return { ...network, nodes, shapes };
    nodes = moved;
  }
}

function moveOne(
  nodes: readonly NetworkNode[],
  shapes: Map<ValueId, Shape>,
  outputs: ReadonlySet<ValueId>,
): readonly NetworkNode[] | undefined {
  const producers = new Map(nodes.map((node) => [node.output, node]));
  for (const pool of nodes) {
    if (pool.op !== 'MaxPool') continue;
    const relu = producers.get(pool.inputs[0]!);
    if (relu?.op !== 'Relu') continue;
    const shared = outputs.has(relu.output) || nodes.some((node) => node !== pool && node.inputs.includes(relu.output));
    const pooled: ValueId = `${pool.output}:pooled`;
    shapes.set(pooled, shapes.get(pool.output)!);
    const movedPool: NetworkNode = { ...pool, inputs: [relu.inputs[0]!], output: pooled };
    // A ReLU that others read as well stays for them; the pooled branch gets one of its own, named after the pool.
    const movedRelu: NetworkNode = shared
      ? { ...relu, id: `${relu.id}:pooled`, path: pool.path, inputs: [pooled], output: pool.output }
      : { ...relu, inputs: [pooled], output: pool.output };
    return nodes.flatMap((node) => {
      if (node === pool) return [movedPool, movedRelu];
      return node === relu && !shared ? [] : [node];
    });
  }
  return undefined;
}
