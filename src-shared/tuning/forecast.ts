/**
 * The forecast of a search: how many plans it will try, and how long that takes. The search itself runs in a made-up world, in which plans are
 * as good as measured ones of the same kind and cost a little more or less, and its requests are priced by what evaluations were measured to take.
 */
import { formatPlan, type Plan, stepsOf } from '../plan/index.ts';
import { chooseBest } from './choose.ts';
import { type RequestCost, requestMs } from './cost.ts';
import { type Figures, joinFigures, readoutsOf } from './figures.ts';
import { type SearchLimits, withinLimits } from './limits.ts';
import { createSearch } from './search.ts';
import { type SearchSetup, type Trial, triedKey, type TrialRequest } from './trials.ts';

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

/** The search to forecast. */
export interface ForecastInput {
  readonly setup: SearchSetup;
  readonly limits: SearchLimits;
  /** Numbers of samples of the batches of the tuning part. */
  readonly sizes: readonly number[];
  /** Number of samples held out. */
  readonly holdout: number;
  /** Time before the first request that is not known, in ms. */
  readonly before: number;
  readonly cost: RequestCost;
  /** Those with more samples first. */
  readonly measured: readonly MeasuredPlan[];
  /** The answer to a request that was answered already, which takes no more time; undefined for others. */
  readonly known?: (request: TrialRequest) => readonly Trial[] | undefined;
}

/** Forecasts a search. */
export function forecastSearch(input: ForecastInput): SearchForecast {
  const steps = forecasting(input);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** A forecast, with a pause after every request for those who cannot wait for the whole. */
export function* forecasting(input: ForecastInput): Generator<void, SearchForecast> {
  const { setup, limits, sizes, holdout, before, cost, known } = input;
  const search = createSearch(setup);
  const world = worldOf(input);
  // Answers that are known came within the limits.
  let ms = known ? 0 : before;
  let complete = true;
  let request = search.next();
  for (;;) {
    const next = withinLimits(search, request, limits, () => ms);
    complete &&= !next.isCut;
    const asked = next.request;
    if (!asked) break;
    const answer = known?.(asked);
    if (!answer) ms = Math.max(ms, before) + requestMs(cost, { ...asked, samples: sum(sizes.slice(asked.from, asked.to)) });
    request = search.next(answer ?? asked.plans.map((plan) => madeUp(world, plan, sizes, asked)));
    yield;
  }
  const tried = search.tried();
  const choice = chooseBest(setup.goal, tried, sizes.length);
  const chosen = choice ? [choice.best, ...choice.baselines, ...choice.front] : [];
  const held = new Map(chosen.map((one) => [triedKey(one.tried.plan, one.tried.numbers), one.tried]));
  ms = Math.max(ms, before);
  for (const { plan, numbers } of held.values())
    ms += requestMs(cost, { plans: [plan], base: undefined, numbers, samples: holdout });
  return { trials: tried.length, ms, complete };
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

/** Plans that were measured: by their text, by their settings for all layers, and by coding and neuron. */
interface World {
  readonly texts: ReadonlyMap<string, Figures>;
  readonly defaults: ReadonlyMap<string, readonly Figures[]>;
  readonly kinds: ReadonlyMap<string, readonly Figures[]>;
  readonly any: readonly Figures[];
  /** The least and the most energy of a plan with changed layers, over that of the plan with the same settings for all layers. */
  readonly range: readonly [low: number, high: number];
}

/** The range if less than `LEAST_CHANGED` plans with changed layers were measured. */
const RANGE = [0.85, 1.15] as const;
const LEAST_CHANGED = 16;

const defaultsOf = ({ defaults }: Plan): string => JSON.stringify(defaults);
const kindOf = ({ defaults: { coding, neuron } }: Plan): string => `${coding} ${neuron}`;

function worldOf({ measured }: ForecastInput): World {
  const by = (keyOf: (plan: Plan) => string): Map<string, readonly Figures[]> =>
    new Map(
      [...Map.groupBy(measured, ({ plan }) => keyOf(plan))].map(([key, plans]) => [key, plans.map(({ figures }) => figures)]),
    );
  const defaults = by(defaultsOf);
  const changes = measured.flatMap(({ plan, figures }) => {
    const uniform = plan.layers.length > 0 && defaults.get(defaultsOf(plan))?.find(({ steps }) => steps >= figures.steps);
    return uniform ? [energyAt(figures, figures.steps) / energyAt(uniform, figures.steps)] : [];
  });
  return {
    texts: new Map(measured.toReversed().map(({ plan, figures }) => [formatPlan(plan), figures])),
    defaults,
    kinds: by(kindOf),
    any: measured.map(({ figures }) => figures),
    range: changes.length < LEAST_CHANGED ? RANGE : [Math.min(...changes), Math.max(...changes)],
  };
}

const energyAt = ({ batches }: Figures, step: number): number => batches[0]!.energy[step - 1]!;

/**
 * Figures on as many samples as are asked for: those that were measured of the plan itself; otherwise, with another energy, those of a plan
 * with the same settings for all layers, or with the same coding and neuron.
 */
function madeUp(
  { texts, defaults, kinds, any, range: [low, high] }: World,
  plan: Plan,
  sizes: readonly number[],
  { from, to, numbers }: TrialRequest,
): Figures {
  const text = formatPlan(plan);
  const wanted = stepsOf(plan);
  const own = texts.get(text);
  const alike = [defaults.get(defaultsOf(plan)), kinds.get(kindOf(plan)), any].flatMap((one) => one ?? []);
  const figures = own ?? alike.find(({ steps }) => steps >= wanted) ?? any[0]!;
  const factor = own ? 1 : low + (high - low) * unit(`${numbers} ${text}`);
  const shown = shortened(figures, Math.min(wanted, figures.steps));
  return sizes
    .slice(from, to)
    .map((samples) => repeated(shown, samples, factor))
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
