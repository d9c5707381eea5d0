/**
 * Keeps one of equal constants. Some exporters repeat the weights of a layer for every use of it, and folding the same
 * normalisation into each use repeats them as well.
 */
import type { Network, ValueId } from '../../../src-shared/network/index.ts';
import type { Tensor } from '../../../src-shared/tensor/index.ts';

const SAMPLED = 16;

/** A key in which only few different tensors agree. */
function sketchOf({ shape, dtype, data }: Tensor): string {
  const step = Math.max(1, Math.floor(data.length / SAMPLED));
  const sampled = Array.from({ length: Math.min(SAMPLED, data.length) }, (_, at) => data[at * step]);
  return [dtype, data.constructor.name, shape, sampled].join('|');
}

const equal = ({ data: a }: Tensor, { data: b }: Tensor): boolean =>
  a === b || a.every((value: number, at: number) => Object.is(value, b[at]));

/** The network in which every node reads the first of equal constants. */
export function shareConstants(network: Network): Network {
  const bySketch = new Map<string, ValueId[]>();
  const same = new Map<ValueId, ValueId>();
  const outputs = new Set(network.outputs.map(({ value }) => value));
  for (const [value, tensor] of network.constants) {
    const sketch = sketchOf(tensor);
    const others = bySketch.get(sketch) ?? [];
    const twin = others.find((other) => equal(tensor, network.constants.get(other)!));
    if (twin === undefined || outputs.has(value)) bySketch.set(sketch, [...others, value]);
    else same.set(value, twin);
  }
  if (same.size === 0) return network;
  const kept = <T>(values: ReadonlyMap<ValueId, T>) => new Map([...values].filter(([value]) => !same.has(value)));
  const nodes = network.nodes.map((node) =>
    node.inputs.some((value) => same.has(value))
      ? { ...node, inputs: node.inputs.map((value) => same.get(value) ?? value) }
      : node,
  );
  return { ...network, nodes, constants: kept(network.constants), shapes: kept(network.shapes) };
}
