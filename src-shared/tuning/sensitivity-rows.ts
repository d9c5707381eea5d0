/**
 * The rows of a sensitivity table: what a change of one layer does to agreement, divergence, accuracy and energy, each with a 95 % interval
 * of paired samples, and the order in which the rows are shown.
 */
import { z } from 'zod';
import { type Estimate, pairedDifference } from '../results/proportions.ts';
import { studentQuantile } from './noise.ts';
import { SENSITIVITY_FIELDS, type SensitivityCandidate } from './sensitivity-candidates.ts';
import type { ComparisonSums } from './sensitivity-sums.ts';

/** A figure with the ends of its interval. */
export const estimateSchema = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });

/**
 * What a change is good for, judged by the intervals of divergence and energy. `gain`: it saves energy and is no worse. `trade`: it saves
 * energy and moves the answers away from the float network's. `quality`: it brings them nearer and costs energy. `none`: neither of the
 * two is better beyond noise. Without a price, only `quality` and `none` are possible.
 */
export const VERDICTS = ['gain', 'trade', 'quality', 'none'] as const;
/** A verdict of `VERDICTS`. */
export type Verdict = (typeof VERDICTS)[number];

/** A row: all figures are those of the changed plan minus those of the plan. */
export const sensitivityRowSchema = z.strictObject({
  layer: z.string(),
  field: z.enum(SENSITIVITY_FIELDS),
  from: z.string(),
  to: z.string(),
  /** Share of answers that are the float network's, and that are right (null without labels): differences of shares. */
  agreement: estimateSchema,
  accuracy: estimateSchema.nullable(),
  /** Mean Kullback-Leibler divergence from the float network's softmax, in nats. */
  divergence: estimateSchema,
  /** Energy, as a part of the plan's: −0.1 saves a tenth. Null if the model prices nothing. */
  energy: estimateSchema.nullable(),
  verdict: z.enum(VERDICTS),
});

/** A row, as `sensitivityRowSchema` describes it. */
export type SensitivityRow = Readonly<z.infer<typeof sensitivityRowSchema>>;

/** Energy of the plan and of a changed plan on the same groups of samples, in pJ per sample. */
export interface EnergyGroup {
  readonly samples: number;
  readonly plan: number;
  readonly changed: number;
}

/** The row of a candidate. `groups`: null if the model prices nothing. */
export function sensitivityRow(
  { layer, field, from, to }: SensitivityCandidate,
  sums: ComparisonSums,
  groups: readonly EnergyGroup[] | null,
): SensitivityRow {
  const divergence = meanOf(sums.divergence);
  const energy = groups && energyChange(groups);
  return {
    layer,
    field,
    from,
    to,
    agreement: pairedDifference(sums.agreement),
    accuracy: sums.accuracy && pairedDifference(sums.accuracy),
    divergence,
    energy,
    verdict: verdictOf(divergence, energy),
  };
}

/** The mean of paired differences, with the interval of a paired t test. */
function meanOf({ samples, sum, squares }: ComparisonSums['divergence']): Estimate {
  const value = sum / samples;
  const variance = Math.max(0, squares - samples * value ** 2) / (samples - 1);
  const half = studentQuantile(samples - 1) * Math.sqrt(variance / samples);
  return { value, low: value - half, high: value + half };
}

/**
 * The change of energy over the plan's energy. Spikes are counted for groups of samples, so the interval is that of a paired t test over
 * groups, weighted by their numbers of samples; the plan's energy counts as known.
 */
function energyChange(groups: readonly EnergyGroup[]): Estimate {
  const samples = groups.reduce((sum, group) => sum + group.samples, 0);
  const mean = (of: (group: EnergyGroup) => number): number =>
    groups.reduce((sum, group) => sum + group.samples * of(group), 0) / samples;
  const change = mean(({ plan, changed }) => changed - plan);
  const plan = mean((group) => group.plan);
  const spread = groups.reduce((sum, group) => sum + (group.samples * (group.changed - group.plan - change)) ** 2, 0);
  const freedom = groups.length - 1;
  const half = studentQuantile(freedom) * Math.sqrt((spread / samples ** 2) * (groups.length / freedom));
  return { value: change / plan, low: (change - half) / plan, high: (change + half) / plan };
}

function verdictOf(divergence: Estimate, energy: Estimate | null): Verdict {
  const saves = energy !== null && energy.high < 0;
  if (saves) return divergence.low > 0 ? 'trade' : 'gain';
  return divergence.high < 0 ? 'quality' : 'none';
}

/**
 * The rows in the order of their use: gains by energy saved, trades by energy saved for each nat, changes for quality by nats won, then the
 * others by nats lost.
 */
export const rankedRows = (rows: readonly SensitivityRow[]): SensitivityRow[] =>
  rows.toSorted((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) || scoreOf(b) - scoreOf(a));

function scoreOf({ verdict, divergence, energy }: SensitivityRow): number {
  if (verdict === 'gain') return -energy!.value;
  return verdict === 'trade' ? -energy!.value / divergence.value : -divergence.value;
}
