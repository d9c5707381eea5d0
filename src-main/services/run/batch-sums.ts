/**
 * Results of one batch of a run: sums over its samples, as plain JSON. Batches can therefore be stored one by one, added, and
 * continued after a kill (docs/cli.md, `evaluate`).
 */
import type { BatchResult, Losses } from '../../../src-shared/engine/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { lossRecord } from '../../../src-shared/units/index.ts';

export interface NeuronSums {
  readonly spikes: readonly number[];
  readonly bits: readonly number[];
  readonly squaredError?: readonly number[];
  readonly squaredNorm?: number;
  /** Absent if an older version stored the batch. */
  readonly losses?: Losses;
  /** Absent if an older version stored the batch, or if the engine does not count it. */
  readonly clipped?: readonly number[];
}

export interface OperationSums {
  readonly operations: readonly number[];
  readonly accumulates: readonly number[];
}

/** Sums of spikes and operations by layer name, each an array of T values, one per step. */
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
      ...(counts.clipped ? { clipped: [...counts.clipped] } : {}),
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

/** The sum of two sets of counts. */
export function addCounts(a: CountSums, b: CountSums): CountSums {
  const neurons = Object.entries(a.neurons).map(([name, left]) => {
    const right = b.neurons[name]!;
    const error =
      left.squaredError && right.squaredError
        ? { squaredError: add(left.squaredError, right.squaredError), squaredNorm: left.squaredNorm! + right.squaredNorm! }
        : {};
    const lost = {
      ...(left.losses && right.losses ? { losses: addLosses(left.losses, right.losses) } : {}),
      ...(left.clipped && right.clipped ? { clipped: add(left.clipped, right.clipped) } : {}),
    };
    return [name, { spikes: add(left.spikes, right.spikes), bits: add(left.bits, right.bits), ...error, ...lost }];
  });
  const counted = Object.entries(a.counted).map(([name, left]) => {
    const right = b.counted[name]!;
    return [name, { operations: add(left.operations, right.operations), accumulates: add(left.accumulates, right.accumulates) }];
  });
  return { neurons: Object.fromEntries(neurons), counted: Object.fromEntries(counted) };
}
