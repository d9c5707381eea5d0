/**
 * Segments without their constant parts (docs/algorithm.md §1), as they act on corrections. Silent inputs give exact zeros. The
 * receiver of a value adds the constant part.
 */
import type { Network, NetworkNode, ValueId } from '../network/index.ts';
import { operatorOf } from '../network/operators/index.ts';
import type { Segment } from '../spiking/index.ts';
import type { Tensor } from '../tensor/index.ts';

/** A segment after its constant parts are taken out. */
export interface BiasFreeSegment {
  readonly nodes: readonly NetworkNode[];
  /** The network's constants that the nodes read, and zeros in place of a constant part that broadcasts. */
  readonly constants: ReadonlyMap<ValueId, Tensor>;
  /** The input whose bytes the output has, if the nodes are views only; otherwise undefined. */
  readonly alias: ValueId | undefined;
}

/** Takes the constant parts out of a segment. */
export function biasFree(network: Network, segment: Segment): BiasFreeSegment {
  const renamed = new Map<ValueId, ValueId>();
  const constants = new Map(network.constants);
  const now = (value: ValueId): ValueId => renamed.get(value) ?? value;
  const nodes: NetworkNode[] = [];
  for (const node of segment.nodes) {
    const coded = node.inputs.map((value) => !network.constants.has(value));
    const parts = (operatorOf(node.op).constantPart?.(coded) ?? []).filter(
      (index) => index < node.inputs.length && !coded[index],
    );
    const inputs = node.inputs.map(now);
    if (parts.length === 0) nodes.push({ ...node, inputs });
    else if (operatorOf(node.op).weights) nodes.push({ ...node, inputs: inputs.filter((_, index) => !parts.includes(index)) });
    else if (sameShape(network, node.inputs[coded.indexOf(true)]!, node.output))
      renamed.set(node.output, inputs[coded.indexOf(true)]!);
    else
      nodes.push({
        ...node,
        inputs: inputs.map((value, index) => (parts.includes(index) ? zerosLike(constants, value) : value)),
      });
  }
  // The last value is renamed to the segment's output, wherever it is read.
  const last = now(segment.output);
  const output = (value: ValueId): ValueId => (value === last ? segment.output : value);
  if (segment.inputs.includes(last)) return { nodes: [], constants, alias: last };
  const ended = nodes.map((node) => ({ ...node, inputs: node.inputs.map(output), output: output(node.output) }));
  const alias = ended.every((node) => operatorOf(node.op).moves === 'view') ? segment.inputs[0] : undefined;
  return { nodes: ended, constants, alias };
}

function zerosLike(constants: Map<ValueId, Tensor>, value: ValueId): ValueId {
  const zeros = `${value}:zeros`;
  const { shape, data } = constants.get(value)!;
  constants.set(zeros, { shape, data: new Float32Array(data.length), dtype: 'float' });
  return zeros;
}

function sameShape(network: Network, a: ValueId, b: ValueId): boolean {
  return network.shapes.get(a)!.join() === network.shapes.get(b)!.join();
}
