/**
 * Segments without their constant parts (docs/algorithm.md §1): what they do to corrections. Silent inputs give exact zeros;
 * the constant part is added where the value is received.
 */
import type { Network, NetworkNode, ValueId } from '../../../../src-shared/network/index.ts';
import { operatorOf } from '../../../../src-shared/network/operators/index.ts';
import type { Segment } from '../../../../src-shared/spiking/index.ts';
import type { Tensor } from '../../../../src-shared/tensor/index.ts';

export interface BiasFreeSegment {
  readonly nodes: readonly NetworkNode[];
  /** The network's constants that the nodes read, and zeros where a constant part also broadcasts. */
  readonly constants: ReadonlyMap<ValueId, Tensor>;
  /** Set where the output is an input's bytes unchanged (views only): that input. */
  readonly alias: ValueId | undefined;
}

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
  // The value that ends the segment takes the segment's name, wherever it is read.
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
