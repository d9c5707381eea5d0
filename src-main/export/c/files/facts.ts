/** What the files of a package say about it. */
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
  /** Where it begins in `out`. */
  readonly offset: number;
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
  const port = portOf(spiking);
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
  ({ network }: SpikingNetwork) =>
  (name: string, value: string) => {
    const shape = atBatch(network.shapes.get(value)!, 1);
    return { name, shape, size: sizeOf(shape) };
  };

/** Number of floats of all outputs. */
export const outputSize = ({ outputs }: PackageFacts): number => outputs.reduce((sum, { size }) => sum + size, 0);

/** The first lines of every file. */
export const fileComment = ({ name, version, model }: PackageFacts, about: string): string =>
  `/* ${name}: ${about} Made by Spikeloom ${version} from ${model}. */`;
