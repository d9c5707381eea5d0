/** The inputs and outputs of a package as the manifest names them. */
import type { Manifest } from '../../src-shared/export/index.ts';
import type { ValueId } from '../../src-shared/network/index.ts';
import type { SpikingNetwork } from '../../src-shared/spiking/index.ts';
import { atBatch, BATCH, isBatchSize, type Shape } from '../../src-shared/tensor/index.ts';

type Port = Manifest['outputs'][number];

/** Axes of values with so many sizes; other values only say where the batch is. */
const LAYOUTS: Readonly<Record<number, string>> = { 2: 'NC', 4: 'NCHW', 5: 'NCDHW' };

/** A shape in words of the manifest: `["batch", 3, 32, 32]`, or with a fixed batch `[1, 3, 32, 32]`. */
export const wireShape = (shape: Shape, batch: number | undefined): Port['shape'] =>
  batch === undefined
    ? shape.map((size) => (isBatchSize(size) ? (size === BATCH ? 'batch' : `${size / BATCH}batch`) : size))
    : atBatch(shape, batch);

/** The network's input and outputs. */
export function portsOf(
  { network }: SpikingNetwork,
  batch: number | undefined,
): { readonly input: Port; readonly outputs: Port[] } {
  const port = ({ name, value }: { readonly name: string; readonly value: ValueId }): Port => {
    const shape = network.shapes.get(value)!;
    return { name, shape: wireShape(shape, batch), layout: layoutOf(shape), dtype: 'float32' };
  };
  return { input: port(network.input), outputs: network.outputs.map(port) };
}

function layoutOf(shape: Shape): string {
  const known = shape[0] === BATCH ? LAYOUTS[shape.length] : undefined;
  return known ?? shape.map((size) => (isBatchSize(size) ? 'N' : '*')).join('');
}
