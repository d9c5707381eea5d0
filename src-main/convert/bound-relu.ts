/**
 * Bounded ReLUs, min(max(x, 0), c), such as the ReLU6 of MobileNet, become ReLU(x) − ReLU(x − c). This is exact
 * (docs/algorithm.md §9), and the network stays a ReLU network. The layer `X` becomes the neuron layers `X` and `X.bound`; the
 * second one is silent as long as no activation reaches the bound.
 */
import {
  type Attributes,
  type Network,
  type NetworkNode,
  type OpName,
  type ValueId,
  uniqueNames,
} from '../../src-shared/network/index.ts';
import type { Shape, Tensor } from '../../src-shared/tensor/index.ts';

/** True for a clip between 0 and a positive bound. */
export const isBoundedRelu = ({ op, attributes }: NetworkNode): boolean =>
  op === 'Clip' && attributes['min'] === 0 && Number(attributes['max'] ?? 0) > 0;

/**
 * Merges bounded ReLUs that the file writes as two nodes into one clip: a ReLU before or after a cut at c (Clip, or Minimum with
 * a constant c > 0). The clip is named after the ReLU, or after the cut if the ReLU has other readers.
 */
export function gatherBoundedRelus(network: Network): Network {
  const outputs = new Set(network.outputs.map((output) => output.value));
  const readers = new Map<ValueId, number>();
  for (const node of network.nodes) for (const value of new Set(node.inputs)) readers.set(value, (readers.get(value) ?? 0) + 1);
  const producers = new Map<ValueId, NetworkNode>();
  const gathered = new Set<ValueId>();
  const nodes = network.nodes.map((node) => {
    const inner = producers.get(node.inputs[0]!);
    const bound = inner && jointBound(network, inner, node);
    if (!inner || bound === undefined) {
      producers.set(node.output, node);
      return node;
    }
    const left = readers.get(inner.output)! - 1;
    readers.set(inner.output, left);
    const alone = left === 0 && !outputs.has(inner.output);
    if (alone) gathered.add(inner.output);
    const { id, path } = alone && inner.op === 'Relu' ? inner : node;
    const from = [...new Set([...inner.from, ...node.from])];
    const clip: NetworkNode = { id, op: 'Clip', inputs: [inner.inputs[0]!], output: node.output, attributes: bound, path, from };
    producers.set(clip.output, clip);
    return clip;
  });
  return { ...network, nodes: nodes.filter((node) => !gathered.has(node.output)) };
}

/** Bounds of the clip that a ReLU and a cut form together; undefined if the nodes are not such a pair. */
function jointBound(network: Network, inner: NetworkNode, outer: NetworkNode): Attributes | undefined {
  if (inner.op !== 'Relu' && outer.op !== 'Relu') return undefined;
  const max = upperBound(network, inner.op === 'Relu' ? outer : inner);
  return max === undefined ? undefined : { min: 0, max };
}

/** c of a node that cuts at c > 0; if it also cuts from below, then at 0 or lower. Undefined for other nodes. */
function upperBound({ constants }: Network, { op, inputs, attributes }: NetworkNode): number | undefined {
  if (op === 'Clip') {
    const max = Number(attributes['max'] ?? 0);
    return max > 0 && Number(attributes['min'] ?? 0) <= 0 ? max : undefined;
  }
  const bounds = op === 'Minimum' ? constants.get(inputs[1]!)?.data : undefined;
  const bound = bounds?.[0];
  return bound !== undefined && bound > 0 && bounds!.every((value: number) => value === bound) ? bound : undefined;
}

/** A network without bounded ReLUs, and the places where they were. */
export interface SplitNetwork {
  readonly network: Network;
  /** By the id of the second ReLU, ReLU(x − c): the id of the first, which is the clip's id. */
  readonly bounds: ReadonlyMap<string, string>;
  /** Values that are the difference of such a pair. They are treated as the spikes of one layer. */
  readonly differences: ReadonlySet<ValueId>;
}

/** Splits every clip between 0 and a positive bound into two ReLUs and their difference. */
export function splitBoundedRelus(network: Network): SplitNetwork {
  const shapes = new Map<ValueId, Shape>(network.shapes);
  const constants = new Map<ValueId, Tensor>(network.constants);
  const fresh = uniqueNames(new Set([...shapes.keys(), ...network.nodes.map((node) => node.id)]), '.');
  const bounds = new Map<string, string>();
  const differences = new Set<ValueId>();
  const nodes = network.nodes.flatMap((clip) => {
    if (!isBoundedRelu(clip)) return [clip];
    const [x] = clip.inputs as readonly [ValueId];
    const value = (part: string): ValueId => {
      const name = fresh(`${clip.output}:${part}`);
      shapes.set(name, shapes.get(clip.output)!);
      return name;
    };
    const node = (part: string, op: OpName, inputs: readonly ValueId[], output: ValueId): NetworkNode => {
      const id = fresh(`${clip.id}:${part}`);
      return { id, op, inputs, output, attributes: {}, path: `${clip.path}.bound`, from: clip.from };
    };
    const negative = value('bound');
    constants.set(negative, { shape: [1], data: Float64Array.of(-Number(clip.attributes['max'])), dtype: 'float' });
    shapes.set(negative, [1]);
    const relu: NetworkNode = { ...clip, op: 'Relu', attributes: {}, output: value('relu') };
    const above = node('above', 'Add', [x, negative], value('above'));
    const excess = node('excess', 'Relu', [above.output], value('excess'));
    const negated = node('negated', 'Neg', [excess.output], value('negated'));
    const difference = node('difference', 'Add', [relu.output, negated.output], clip.output);
    bounds.set(excess.id, clip.id);
    differences.add(clip.output);
    return [relu, above, excess, negated, difference];
  });
  return { network: { ...network, nodes, shapes, constants }, bounds, differences };
}
