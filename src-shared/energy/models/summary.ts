/** Everything that a surface shows of a run under one model. The command and the window take all their figures from here. */
import type { Message } from '../../message/index.ts';
import type { Workload } from '../workload.ts';
import { type Activity, activityOf, type BreakEven, breakEven, estimate, ratioTo } from './compute.ts';
import type { Baseline, Estimate } from './estimate.ts';
import { explain, type Explanation, type StepQuality } from './explain.ts';
import type { Reuse } from './ledger-models.ts';
import { type EnergyModel, groupOf } from './model-schema.ts';
import { type Crossover, CROSSOVERS } from './shipped.ts';

/** The network that is replaced, with the ratio to it and the activity at which both would be equal. */
export interface ComparedBaseline extends Baseline {
  /** Energy of the spiking network over that of the baseline; null if either has no price. */
  readonly ratio: number | null;
  readonly break_even: BreakEven;
}

/** A published crossover beside this run. `below`: so few spikes were found to need less energy than a dense network. */
export interface ComparedCrossover extends Crossover {
  readonly measured: number;
  readonly verdict: 'below' | 'within' | 'above';
}

/** A run under one model. Energies are in pJ per sample, for the first `steps` steps. */
export interface EnergySummary extends Omit<Estimate, 'baselines'> {
  readonly model: string;
  readonly name: string;
  /** Figures of different groups do not belong in one chart. */
  readonly group: string;
  readonly reuse: Reuse | null;
  readonly activity: Activity;
  readonly baselines: readonly ComparedBaseline[];
  readonly crossovers: readonly ComparedCrossover[];
  readonly explanation: Explanation | null;
}

/** A layer's energy by term, for bars and tables. */
export interface LayerEnergy {
  /** Absent for what belongs to no layer: constants, real-valued units, branches, static power. */
  readonly owner: Estimate['terms'][number]['owner'];
  readonly terms: Estimate['terms'];
  readonly pj: number;
}

/** Summarises the first `steps` steps of a run. `quality`: what it reached after each step. */
export function energySummary(
  model: EnergyModel,
  workload: Workload,
  steps: number,
  quality: readonly StepQuality[],
  reuse?: Reuse,
): EnergySummary {
  const own = estimate(model, workload, steps, reuse);
  const activity = activityOf(workload, steps);
  return {
    model: model.id,
    name: model.name,
    group: groupOf(model),
    reuse: model.formula === 'ledger' && model.reuse !== null ? (reuse ?? model.reuse) : null,
    ...own,
    activity,
    crossovers: CROSSOVERS.map((one) => comparedTo(activity, one)),
    baselines: own.baselines.map((baseline) => ({
      ...baseline,
      ratio: ratioTo(model, workload, own, baseline),
      break_even: breakEven(model, workload, steps, baseline.id, reuse),
    })),
    explanation: explain(model, workload, steps, quality, reuse),
  };
}

function comparedTo(activity: Activity, crossover: Crossover): ComparedCrossover {
  const { metric, lo, hi } = crossover;
  const measured = metric === 'firing-rate' ? activity.firing_rate : activity.spikes_per_synapse;
  return { ...crossover, measured, verdict: measured < lo ? 'below' : measured > hi ? 'above' : 'within' };
}

/** The terms by layer, in the order of the estimate; what belongs to no layer comes last. */
export function byLayer({ terms }: Pick<Estimate, 'terms'>): readonly LayerEnergy[] {
  const groups = new Map<string, LayerEnergy['terms'][number][]>();
  for (const term of terms) {
    const key = term.owner ? `${term.owner.kind} ${term.owner.name}` : '';
    groups.set(key, [...(groups.get(key) ?? []), term]);
  }
  const rest = groups.get('');
  groups.delete('');
  return [...groups.values(), ...(rest ? [rest] : [])].map((own) => ({
    owner: own[0]!.owner,
    terms: own,
    pj: own.reduce((sum, { pj }) => sum + pj.nom, 0),
  }));
}

/** A summary with sentences as text, for documents. `text`: the words of the surface. */
export const plainSummary = (summary: EnergySummary, text: (message: Message) => string) => ({
  ...summary,
  explanation: summary.explanation && {
    ...summary.explanation,
    sentence: text(summary.explanation.sentence),
    remedies: summary.explanation.remedies.map((remedy) => ({ ...remedy, sentence: text(remedy.sentence) })),
  },
});
