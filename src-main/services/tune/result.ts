/** Fills the result of `tune` (src-shared/tuning/outcome.ts): plans with what they reached on both parts. */
import { formatPlan, layerSettings, type LayerSettings, type Plan, type PlacedLayer } from '../../../src-shared/plan/index.ts';
import {
  accuracyOf,
  type Candidate,
  type Comparison,
  compareOn,
  type Difference,
  type Figures,
  type Goal,
  type Operation,
  type PartResult,
  type PlanResult,
  planToUse,
  type Point,
  pointAt,
  type SensitivityRow,
  spendingOf,
  type TableRow,
  totalExcess,
  type Versus,
} from '../../../src-shared/tuning/index.ts';
import type { Estimate } from '../../../src-shared/results/index.ts';
import type { TrialFigures } from './evaluate-trial.ts';

/** The plan of a candidate, as it is used. */
export const planOf = ({ tried, point }: Candidate, layers: readonly PlacedLayer[]): Plan =>
  planToUse(tried.plan, point.operation, layers);

/** What a point reached on one part. */
export function partResult({ budgets }: Goal, figures: Figures, point: Point): PartResult {
  const { samples, right, agree, floatRight, meanSteps } = point;
  const spending = spendingOf(point);
  const { low, high } = accuracyOf(point);
  return {
    samples,
    accuracy: figures.labelled ? right / samples : null,
    interval: [low, high],
    agreement: agree / samples,
    float_accuracy: figures.labelled ? floatRight / samples : null,
    mean_steps: meanSteps,
    energy_ratio: spending.energyRatio,
    int8_ratio: spending.int8Ratio,
    meets_budget: totalExcess(budgets, spending) === 0,
  };
}

/** A plan with its figures on the hold-out. `chosen`: id of the energy model of the search. */
export function planResult(
  goal: Goal,
  candidate: Candidate,
  layers: readonly PlacedLayer[],
  held: TrialFigures,
  chosen: string,
): PlanResult {
  const { operation } = candidate.point;
  const point = pointAt(held.figures, operation);
  return {
    plan: JSON.parse(formatPlan(planOf(candidate, layers))),
    family: candidate.tried.family,
    numbers: candidate.tried.numbers,
    steps: operation.steps,
    readout: { from: operation.from },
    stop_margin: operation.margin,
    tune: partResult(goal, candidate.figures, candidate.point),
    holdout: { ...partResult(goal, held.figures, point), energy: energies(held, operation, chosen, point.energy) },
  };
}

function energies({ figures, others }: TrialFigures, operation: Operation, chosen: string, own: number) {
  const under = Object.entries(others).map(([id, one]) => {
    const priced = one.batches.some(({ energy }) => energy.some((pj) => pj > 0));
    return [
      id,
      priced
        ? pointAt({ ...figures, batches: figures.batches.map((batch, i) => ({ ...batch, ...one.batches[i]! })) }, operation)
            .energy
        : null,
    ] as const;
  });
  return Object.fromEntries<number | null>([[chosen, own], ...under]);
}

/** The best plan beside a uniform one, both on the hold-out. */
export function versus(goal: Goal, best: [Candidate, TrialFigures], other: [Candidate, TrialFigures]): Versus {
  const [a, b] = [best, other].map(([{ point }, { figures }]) => ({ figures, point: pointAt(figures, point.operation) })) as [
    Held,
    Held,
  ];
  const { energy, accuracy, verdict }: Comparison = compareOn(goal, a, b);
  return {
    family: other[0].tried.family,
    numbers: other[0].tried.numbers,
    energy_pj: difference(energy),
    energy_share: b.point.energy === 0 ? 1 : a.point.energy / b.point.energy,
    accuracy: difference(accuracy),
    verdict,
    wins: verdict === 'better',
  };
}

interface Held {
  readonly figures: Figures;
  readonly point: Point;
}

const difference = ({ value, low, high }: Estimate): Difference => ({ value, interval: [finite(low), finite(high)] });
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** The settings of layers that differ from those of another plan, in words: `layer1.0.relu1: 5 instead of 6 thresholds`. */
export function changesFrom(plan: Plan, other: Plan, layers: readonly PlacedLayer[]): string[] {
  const [own, before] = [layerSettings(plan, layers), layerSettings(other, layers)];
  return layers.flatMap(({ name }) => {
    const [a, b] = [words(own.get(name)!), words(before.get(name)!)];
    const changed = Object.keys(a).filter((key) => a[key] !== b[key]);
    if (changed.length === 0) return [];
    return [`${name}: ${changed.map((key) => `${key} ${a[key] ?? '–'} instead of ${b[key] ?? '–'}`).join(', ')}`];
  });
}

function words({ coding, neuron, thresholds, threshold, initial }: LayerSettings): Record<string, string | undefined> {
  const { method, percentile, scale, value } = threshold;
  return {
    coding,
    neuron,
    thresholds: /^m[ts]/.test(neuron) ? String(thresholds) : undefined,
    threshold: value === undefined ? (method === 'percentile' ? `percentile ${percentile}` : method) : String(value),
    scale: value === undefined ? String(scale) : undefined,
    'initial potential': initial === undefined ? undefined : String(initial),
  };
}

/** The rows of the last table of a search. */
export const sensitivityRows = (table: readonly TableRow[]): SensitivityRow[] =>
  table.map(({ move, layers, ...row }) => ({ ...row, layers: [...layers], change: move.name }));
