/**
 * What a batch of a run leaves behind: sums over its samples, plain JSON, so that batches can be stored one by one, added in
 * any order and continued after a kill (docs/cli.md, `evaluate`).
 */
import type { BatchResult, Losses } from '../../../src-shared/engine/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { lossRecord } from '../../../src-shared/units/index.ts';

export interface NeuronSums {
  readonly spikes: readonly number[];
  readonly bits: readonly number[];
  readonly squaredError?: readonly number[];
  readonly squaredNorm?: number;
  /** Absent from batches that an older version stored. */
  readonly losses?: Losses;
}

export interface OperationSums {
  readonly operations: readonly number[];
  readonly accumulates: readonly number[];
}

/** Sums of spikes and operations by layer name, each per step `[T]`. */
export interface CountSums {
  readonly neurons: Readonly<Record<string, NeuronSums>>;
  readonly counted: Readonly<Record<string, OperationSums>>;
}

/** The counts of one batch, by layer name. */
export function countSums(network: SpikingNetwork, result: BatchResult): CountSums {
  const names = new Map(network.stages.flatMap((stage) => (stage.kind === 'neuron' ? [[stage.id, stage.name] as const] : [])));
  const neurons = [...result.neurons].map(([id, counts]) => [
    names.get(id)!,
    {
      spikes: [...counts.spikes],
      bits: [...counts.bits],
      ...(counts.squaredError ? { squaredError: [...counts.squaredError], squaredNorm: counts.squaredNorm! } : {}),
      ...(counts.losses ? { losses: counts.losses } : {}),
    },
  ]);
  const counted = [...result.counted].map(([name, counts]) => [
    name,
    { operations: [...counts.operations], accumulates: [...counts.accumulates] },
  ]);
  return { neurons: Object.fromEntries(neurons), counted: Object.fromEntries(counted) };
}

const add = (a: readonly number[], b: readonly number[]): number[] => a.map((value, step) => value + b[step]!);

const addLosses = (a: Losses, b: Losses): Losses =>
  lossRecord((_, loss) => ({
    count: a[loss].count + b[loss].count,
    squaredError: a[loss].squaredError + b[loss].squaredError,
  }));

/** The counts of two sets of batches together. */
export function addCounts(a: CountSums, b: CountSums): CountSums {
  const neurons = Object.entries(a.neurons).map(([name, left]) => {
    const right = b.neurons[name]!;
    const error =
      left.squaredError && right.squaredError
        ? { squaredError: add(left.squaredError, right.squaredError), squaredNorm: left.squaredNorm! + right.squaredNorm! }
        : {};
    const lost = left.losses && right.losses ? { losses: addLosses(left.losses, right.losses) } : {};
    return [name, { spikes: add(left.spikes, right.spikes), bits: add(left.bits, right.bits), ...error, ...lost }];
  });
  const counted = Object.entries(a.counted).map(([name, left]) => {
    const right = b.counted[name]!;
    return [name, { operations: add(left.operations, right.operations), accumulates: add(left.accumulates, right.accumulates) }];
  });
  return { neurons: Object.fromEntries(neurons), counted: Object.fromEntries(counted) };
}
