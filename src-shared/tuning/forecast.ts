/**
 * The forecast of a search: how many plans it will try, and how long that takes. The search itself runs in a made-up world, in which plans are
 * as good as measured ones of the same kind and cost a little more or less, and its requests are priced by what evaluations were measured to take.
 */
import { formatPlan, type Plan, stepsOf } from '../plan/index.ts';
import { chooseBest } from './choose.ts';
import { type Figures, joinFigures, readoutsOf } from './figures.ts';
import { type SearchLimits, withinLimits } from './limits.ts';
import { createSearch } from './search.ts';
import type { SearchSetup, TrialRequest } from './trials.ts';

/** The measured times of evaluations, in ms. */
export interface MeasuredCost {
  /** Making a plan ready. */
  readonly plan: number;
  /** A sample of a plan, for one time step. */
  readonly sampleStep: number;
  /** The same with int8 numbers. */
  readonly int8SampleStep: number;
  /** Part of it that a small change of another plan takes that runs beside it. */
  readonly variant: number;
  /** Everything before the first evaluation. */
  readonly before: number;
}

/** A plan that was measured on a few samples. */
export interface MeasuredPlan {
  readonly plan: Plan;
  readonly figures: Figures;
}

/** The expected time, plans and memory of a search. */
export interface SearchForecast {
  /** Plans that are tried. */
  readonly trials: number;
  /** In ms, with the hold-out. */
  readonly ms: number;
  /** False if the limits end the search before it has tried everything. */
  readonly complete: boolean;
}

/** The search to forecast. `sizes`: numbers of samples of the batches of the tuning part. `holdout`: number of samples held out. */
export interface ForecastInput {
  readonly setup: SearchSetup;
  readonly limits: SearchLimits;
  readonly sizes: readonly number[];
  readonly holdout: number;
  readonly cost: MeasuredCost;
  readonly measured: readonly MeasuredPlan[];
}

/** Forecasts a search. */
export function forecastSearch({ setup, limits, sizes, holdout, cost, measured }: ForecastInput): SearchForecast {
  const search = createSearch(setup);
  let ms = cost.before;
  let complete = true;
  let request = search.next();
  for (;;) {
    const next = withinLimits(search, request, limits, () => ms);
    complete &&= !next.isCut;
    const asked = next.request;
    if (!asked) break;
    ms += costOf(cost, asked, sum(sizes.slice(asked.from, asked.to)));
    request = search.next(asked.plans.map((plan) => madeUp(measured, plan, sizes, asked)));
  }
  const tried = search.tried();
  const choice = chooseBest(setup.goal, tried, sizes.length);
  const chosen = choice ? [choice.best, ...choice.baselines, ...choice.front] : [];
  const held = new Map(chosen.map((one) => [`${one.tried.numbers} ${formatPlan(one.tried.plan)}`, one.tried]));
  for (const { plan, numbers } of held.values())
    ms += costOf(cost, { plans: [plan], base: undefined, from: 0, to: 1, numbers }, holdout);
  return { trials: tried.length, ms, complete };
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

/** The time of a request on `samples` samples, in ms. A plan that others are changes of runs too. */
function costOf(
  { plan, sampleStep, int8SampleStep, variant }: MeasuredCost,
  { plans, base, numbers }: TrialRequest,
  samples: number,
): number {
  const steps = stepsOf(plans[0]!);
  if (numbers === 'int8') return plans.length * (plan + samples * steps * int8SampleStep);
  const whole = base ? 1 + plans.length * variant : plans.length;
  return (plans.length + (base ? 1 : 0)) * plan + whole * samples * steps * sampleStep;
}

/** Most by which a made-up plan costs more or less than the measured one that it resembles. */
const SPREAD = 0.15;

/** Figures for a plan: those of the measured plan that it resembles, with another energy, on as many samples as are asked for. */
function madeUp(
  measured: readonly MeasuredPlan[],
  plan: Plan,
  sizes: readonly number[],
  { from, to, numbers }: TrialRequest,
): Figures {
  const kind = ({ defaults: { coding, neuron } }: Plan): string => `${coding} ${neuron}`;
  const { figures } = measured.find((one) => kind(one.plan) === kind(plan)) ?? measured[0]!;
  const steps = Math.min(stepsOf(plan), figures.steps);
  const factor = 1 + SPREAD * (2 * unit(`${numbers} ${formatPlan(plan)}`) - 1);
  return sizes
    .slice(from, to)
    .map((samples) => repeated(shortened(figures, steps), samples, factor))
    .reduce(joinFigures);
}

/** A number in 0…1 that a text decides (FNV-1a). */
function unit(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0) / 2 ** 32;
}

/** The figures of the first steps. The readouts of fewer steps are the first ones of more. */
const shortened = (figures: Figures, steps: number): Figures => ({
  ...figures,
  steps,
  batches: figures.batches.map(({ energy, divergence, int8Energy, ...batch }) => ({
    ...batch,
    energy: energy.slice(0, steps),
    divergence: divergence.slice(0, steps),
    ...(int8Energy ? { int8Energy: int8Energy.slice(0, steps) } : {}),
  })),
  answers: figures.answers.slice(0, readoutsOf(steps).length),
  margins: figures.margins.slice(0, steps),
});

/** One batch of `samples` samples, as the measured ones in turn, whose energy is that of the first batch times `factor`. */
function repeated(figures: Figures, samples: number, factor: number): Figures {
  const { energy, divergence, int8Energy } = figures.batches[0]!;
  const scaled = (values: readonly number[]): number[] => values.map((value) => value * factor);
  const row = (digits: string): string => digits.repeat(Math.ceil(samples / digits.length)).slice(0, samples);
  return {
    ...figures,
    batches: [
      { samples, energy: scaled(energy), divergence: [...divergence], ...(int8Energy ? { int8Energy: scaled(int8Energy) } : {}) },
    ],
    float: row(figures.float),
    answers: figures.answers.map(row),
    margins: figures.margins.map(row),
  };
}
