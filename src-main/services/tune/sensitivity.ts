/**
 * Measures a sensitivity table (docs/tuning.md): every change of one neuron layer against the plan, on the same samples. All changed
 * networks run together with the plan's, batch by batch, and each begins where it differs (engines/cpu/variant-session.ts).
 */
import { type EnergyModel, estimate, workloadOf } from '../../../src-shared/energy/index.ts';
import type { BatchResult } from '../../../src-shared/engine/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { readoutFromOf } from '../../../src-shared/plan/index.ts';
import { wilson } from '../../../src-shared/results/proportions.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import type { SensitivityCandidate } from '../../../src-shared/tuning/sensitivity-candidates.ts';
import { type EnergyGroup, rankedRows, sensitivityRow } from '../../../src-shared/tuning/sensitivity-rows.ts';
import type { SensitivityTable } from '../../../src-shared/tuning/sensitivity-table.ts';
import {
  addComparisons,
  answersOf,
  compareAnswers,
  type ComparisonSums,
  type SampleAnswers,
} from '../../../src-shared/tuning/sensitivity-sums.ts';
import { batches, type SampleSource } from '../../dataset/index.ts';
import { prepareVariants } from '../../engines/cpu/index.ts';
import { checkOutputs } from '../model/check-outputs.ts';
import { batchFirst, outputLayouts } from '../model/output-layout.ts';
import { type ServiceContext, trackProgress } from '../progress.ts';
import { addCounts, type CountSums, countSums } from '../run/batch-sums.ts';

/** A change of a layer, with the network that it makes of the plan's. */
export interface ChangedNetwork {
  readonly candidate: SensitivityCandidate;
  readonly network: SpikingNetwork;
}

export interface SensitivityTask {
  /** The network of the plan. */
  readonly network: SpikingNetwork;
  readonly changes: readonly ChangedNetwork[];
  readonly steps: number;
  readonly samples: SampleSource;
  readonly energyModel: EnergyModel;
  readonly threads?: number | undefined;
}

/** What is measured of a table, and the mean share of the operations of a changed network that the plan's run had already computed, 0…1. */
export type MeasuredTable = Pick<SensitivityTable, 'samples' | 'steps' | 'plan' | 'rows'> & { readonly shared: number };

/** Groups of samples whose energies the interval compares, and samples of a batch at most. */
const GROUPS = 10;
const MOST_SAMPLES = 50;
/** Bytes of all decoded outputs of a batch at most. */
const MOST_BYTES = 256 * 2 ** 20;

/** Sums of one network over the batches so far. */
interface Sums {
  comparison: ComparisonSums | undefined;
  /** Counts by group of samples. */
  readonly counts: (CountSums | undefined)[];
}

/**
 * Measures the table. The network's first output must be a class vector. Throws `option.invalid` for fewer than six samples, which give no
 * interval. Passes on the errors of the engine, the samples and `checkOutputs`.
 */
export async function sensitivityTable(task: SensitivityTask, context: ServiceContext): Promise<MeasuredTable> {
  const { network, changes, steps, samples: source } = task;
  requireIntervals(source);
  const networks = [network, ...changes.map((one) => one.network)];
  const progress = trackProgress(context.onProgress, 'comparing', source.count);
  progress(0);
  const { signal } = context;
  await using session = await prepareVariants(
    network,
    networks.slice(1),
    task.threads === undefined ? {} : { threads: task.threads },
  );
  const sums = networks.map(
    (): Sums => ({ comparison: undefined, counts: new Array<CountSums | undefined>(GROUPS).fill(undefined) }),
  );
  const groups = new Array<number>(GROUPS).fill(0);
  let plan = 0;
  let done = 0;
  const size = batchSize(network, networks.length, steps, source.count);
  for await (const batch of batches(source, size, signal)) {
    const { data, count, labels, from } = batch;
    const float = await session.float(data, count, { signal });
    const results = await session.run(data, count, {
      steps,
      signal,
      onProgress: (fraction) => progress(done + fraction * count),
    });
    signal.throwIfAborted();
    const group = Math.min(GROUPS - 1, Math.floor((from / source.count) * GROUPS));
    groups[group]! += count;
    const given = { source: source.name, first: from, samples: count };
    const answers = results.map((result, index) => readAnswers(networks[index]!, result, float, { ...given, steps, labels }));
    plan += answers[0]!.divergence.reduce((sum, value) => sum + value, 0);
    for (const [index, one] of sums.entries()) {
      const comparison = compareAnswers(answers[index]!, answers[0]!);
      one.comparison = one.comparison ? addComparisons(one.comparison, comparison) : comparison;
      const counts = countSums(networks[index]!, results[index]!);
      const before = one.counts[group];
      one.counts[group] = before ? addCounts(before, counts) : counts;
    }
    done += count;
    progress(done);
  }
  const energies = networks.map((one, index) => groupEnergies(task, one, sums[index]!.counts, groups));
  const rows = changes.map(({ candidate }, index) =>
    sensitivityRow(candidate, sums[1 + index]!.comparison!, energyGroups(groups, energies[0]!, energies[1 + index]!)),
  );
  const { agreement, accuracy } = sums[0]!.comparison!;
  return {
    samples: source.count,
    steps,
    plan: {
      agreement: wilson(agreement.both, source.count),
      accuracy: accuracy && wilson(accuracy.both, source.count),
      divergence: plan / source.count,
      energy: energies[0] && energies[0].reduce((sum, value, at) => sum + value * groups[at]!, 0) / source.count,
    },
    rows: rankedRows(rows),
    shared: changes.length === 0 ? 0 : session.shared.reduce((sum, share) => sum + share, 0) / changes.length,
  };
}

function requireIntervals({ count, name }: SampleSource): void {
  if (count >= 6) return;
  const message = `${name}: ${count === 1 ? '1 sample gives' : `${count} samples give`} no interval for a sensitivity table; use 6 or more.`;
  throw new SpikeloomError('option.invalid', message, { at: { file: name, option: 'dataset' } });
}

/** Samples of a batch: few enough for the groups, and for the memory of all outputs. */
function batchSize({ network }: SpikingNetwork, networks: number, steps: number, samples: number): number {
  const classes = outputLayouts(network).reduce(
    (sum, { sample }) => sum + sample.reduce((product, axis) => product * axis, 1),
    0,
  );
  const fitting = Math.floor(MOST_BYTES / (networks * steps * classes * Float64Array.BYTES_PER_ELEMENT));
  return Math.max(1, Math.min(MOST_SAMPLES, fitting, Math.ceil(samples / GROUPS)));
}

/** The answers of one network to a batch, for its first output. */
function readAnswers(
  spiking: SpikingNetwork,
  result: BatchResult,
  float: readonly Float64Array[],
  batch: {
    readonly source: string;
    readonly first: number;
    readonly samples: number;
    readonly steps: number;
    readonly labels: Int32Array | undefined;
  },
): SampleAnswers {
  const { samples, steps, labels } = batch;
  const layouts = outputLayouts(spiking.network);
  const own = layouts.map(({ outer }, index) => batchFirst(float[index]!, 1, outer, samples));
  const logits = layouts.map(({ outer }, index) => batchFirst(result.logits[index]!, steps, outer, samples));
  checkOutputs(spiking, { ...batch, float: own, result: { ...result, logits } });
  const from = readoutFromOf(spiking);
  return answersOf({ steps, from, classes: own[0]!.length / samples, logits: logits[0]!, float: own[0]!, labels });
}

/** Energy of each group in pJ per sample; null if the model prices nothing. */
function groupEnergies(
  { energyModel, steps }: SensitivityTask,
  network: SpikingNetwork,
  counts: readonly (CountSums | undefined)[],
  groups: readonly number[],
): number[] | null {
  const energies = counts.map((own, group) => {
    if (own === undefined) return 0;
    return estimate(energyModel, workloadOf(network, { samples: groups[group]!, steps, ...own }), steps).total;
  });
  return energies.includes(null) ? null : energies.map((total) => (total === 0 || total === null ? 0 : total.nom));
}

function energyGroups(
  groups: readonly number[],
  plan: readonly number[] | null,
  changed: readonly number[] | null,
): EnergyGroup[] | null {
  if (plan === null || changed === null) return null;
  return groups.flatMap((samples, at) => (samples === 0 ? [] : [{ samples, plan: plan[at]!, changed: changed[at]! }]));
}
