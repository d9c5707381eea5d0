/** The facts of a package that its files state. */
import { type Layout, layoutsOf } from '../../../../src-shared/lowering/index.ts';
import type { ValueId } from '../../../../src-shared/network/index.ts';
import type { SpikingNetwork } from '../../../../src-shared/spiking/index.ts';
import { atBatch, sizeOf } from '../../../../src-shared/tensor/index.ts';
import type { ExportSubject } from '../../exporter.ts';
import { identifiers } from '../../identifiers.ts';

/** An input or output of one sample. */
export interface Port {
  readonly name: string;
  /** Prefix of its macros, without that of the package. */
  readonly macro: string;
  readonly shape: readonly number[];
  readonly size: number;
  /** Position of its first entry in `out`. */
  readonly offset: number;
  /** Number of its entries before the batch axis: in a batch it lies as `[outer, B, size / outer]`. */
  readonly outer: number;
}

/** Facts about a package. */
export interface PackageFacts {
  readonly name: string;
  /** The name in capitals, for macros. */
  readonly macro: string;
  readonly version: string;
  readonly steps: number;
  readonly model: string;
  readonly coding: string;
  readonly input: Port;
  readonly outputs: readonly Port[];
}

export function factsOf({ name, steps, version, spiking }: ExportSubject): PackageFacts {
  const { network, coding } = spiking;
  const unique = identifiers([]);
  const port = portOf(spiking, layoutsOf(spiking));
  let offset = 0;
  const outputs = network.outputs.map((output) => {
    const one = { ...port(output.name, output.value), macro: `OUT_${unique(output.name.toUpperCase())}`, offset };
    offset += one.size;
    return one;
  });
  const input = { ...port(network.input.name, network.input.value), macro: 'IN', offset: 0 };
  return { name, macro: name.toUpperCase(), version, steps, model: network.name, coding, input, outputs };
}

const portOf =
  ({ network }: SpikingNetwork, layouts: ReadonlyMap<ValueId, Layout>) =>
  (name: string, value: ValueId) => {
    const shape = atBatch(network.shapes.get(value)!, 1);
    return { name, shape, size: sizeOf(shape), outer: layouts.get(value)!.outer };
  };

/** Number of floats of all outputs. */
export const outputSize = ({ outputs }: PackageFacts): number => outputs.reduce((sum, { size }) => sum + size, 0);

/** The first lines of every file. */
export const fileComment = ({ name, version, model }: PackageFacts, about: string): string =>
  `/* ${name}: ${about} Made by Spikeloom ${version} from ${model}. */`;

/**
 * Maps the outputs of a package to those of a batch: calls `visit` for runs of `count` entries, with the output, the position in the
 * outputs of all samples one behind the other (`[B, T, outputs]`), and the position in the output's `[T, …]` with the batch where the network has it.
 */
export function throughBatch(
  facts: PackageFacts,
  batch: number,
  samples: number,
  visit: (output: number, own: number, whole: number, count: number) => void,
): void {
  const { steps, outputs } = facts;
  const all = outputSize(facts);
  outputs.forEach(({ size, offset, outer }, index) => {
    const inner = size / outer;
    for (let sample = 0; sample < samples; sample++)
      for (let t = 0; t < steps; t++)
        for (let block = 0; block < outer; block++) {
          const own = (sample * steps + t) * all + offset + block * inner;
          visit(index, own, ((t * outer + block) * batch + sample) * inner, inner);
        }
  });
}
