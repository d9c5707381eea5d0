/**
 * Lists the layers whose synaptic operations are counted (docs/algorithm.md §7): convolutions, linear layers, and matrix products
 * of two coded values. Each has the number of operations that it would take if no input were zero.
 */
import type { Network, NetworkNode } from '../../src-shared/network/index.ts';
import { countedKind, operatorOf } from '../../src-shared/network/operators/index.ts';
import { fanOutOf } from '../../src-shared/spiking/fan-out.ts';
import type { CountedLayer, Stage } from '../../src-shared/spiking/index.ts';
import { atBatch, sizeOf } from '../../src-shared/tensor/index.ts';
import { layerNamer } from './layer-names.ts';

/** Every counted layer of the stages, named by its module path. */
export function countedLayers(network: Network, stages: readonly Stage[]): CountedLayer[] {
  const name = layerNamer();
  return stages.flatMap((stage) => {
    if (stage.kind === 'product') return [counted(network, stage.node, stage.id, name)].filter((layer) => layer !== undefined);
    if (stage.kind !== 'segment') return [];
    return stage.nodes.map((node) => counted(network, node, stage.id, name)).filter((layer) => layer !== undefined);
  });
}

function counted(
  network: Network,
  node: NetworkNode,
  stage: string,
  name: (path: string, nodeId: string) => string,
): CountedLayer | undefined {
  const coded = node.inputs.map((input) => !network.constants.has(input));
  const kind = countedKind(node, coded);
  if (!kind) return undefined;
  const inputs = node.inputs.filter((_, position) => coded[position]);
  return { name: name(node.path, node.id), kind, node: node.id, stage, inputs, dense: denseOperations(network, node, kind) };
}

function denseOperations(network: Network, node: NetworkNode, kind: CountedLayer['kind']): number {
  const shapes = node.inputs.map((input) => atBatch(network.shapes.get(input)!, 1));
  if (kind === 'product') {
    const output = atBatch(network.shapes.get(node.output)!, 1);
    return sizeOf(output) * operatorOf(node.op).terms!(shapes, node.attributes);
  }
  const fanOut = fanOutOf(network, node);
  const coded = node.inputs.findIndex((input) => !network.constants.has(input));
  if (typeof fanOut === 'number') return fanOut * sizeOf(shapes[coded]!);
  return (sizeOf(shapes[coded]!) / fanOut.length) * fanOut.reduce((sum, value) => sum + value, 0);
}
