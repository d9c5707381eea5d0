/**
 * The forecast of a search: its time, plans and memory, from a short measurement of the plans that it begins with. Nothing is
 * stored.
 */
import { type Message, say } from '../../../src-shared/message/index.ts';
import type { Plan } from '../../../src-shared/plan/index.ts';
import {
  fewChanges,
  fitCost,
  forecastSearch,
  type MeasuredPlan,
  type Numbers,
  samplesOf,
  type TimedRequest,
  type TuningForecast,
  uniformPlans,
} from '../../../src-shared/tuning/index.ts';
import { openProject } from '../../project/index.ts';
import type { ServiceContext } from '../progress.ts';
import { evaluatorOf, type PartSamples } from './evaluator.ts';
import { batchSize, prepareSearch, type TuneRequest } from './prepare-search.ts';

/** Samples of the smaller measurements, out of those of a batch. */
const SMALL = 4;
/** Samples of the measurement in whole numbers, which takes many times as long. */
const INT8_SAMPLES = 4;
/** Plans that a search evaluates together at most. */
const TOGETHER = 16;
/** Plans of the larger measurement, and batches of it. */
const FEW_PLANS = 6;
const BATCHES = 2;
/** Small changes of a plan, which run beside it. */
const CHANGES = 8;

/** One measurement: the plans, and the samples of each of its batches. */
interface Measurement {
  readonly plans: readonly Plan[];
  readonly base?: Plan | undefined;
  readonly size: number;
  readonly batches?: number;
  readonly numbers?: Numbers;
}

/** Forecasts a search. Throws what `tuneProject` throws before it searches. */
export async function forecastTuning(request: TuneRequest, context: ServiceContext): Promise<TuningForecast> {
  const began = performance.now();
  using project = openProject(request.project, { readOnly: true });
  const { plan, layers, steps, goal, int8, evaluation, samples } = await prepareSearch(project, request, context);
  let timed: TimedRequest[] = [];
  const onTimed = (one: TimedRequest): unknown => timed.push(one);
  const evaluator = evaluatorOf({ ...evaluation, store: { find: () => undefined, add: () => {} }, onTimed });
  const subject = { plan, layers, steps };
  const plans = uniformPlans(subject);
  const of = (family: 'published' | 'extended'): Plan[] => plans.filter((one) => one.family === family).map((one) => one.plan);
  const [first, others] = [of('published').slice(0, TOGETHER), of('extended').slice(0, TOGETHER)];
  // A pass over the calibration samples, if the first plans need one, and the search for thresholds happen once.
  for (const one of plans) await evaluation.make(one.plan, { signal: context.signal });
  const before = performance.now() - began;
  const size = batchSize(samples.tune.count);
  const few = Math.max(1, Math.ceil(size / SMALL));
  const single = first.slice(0, 1);
  const changes = fewChanges(subject, first[0]!, CHANGES);
  const measurements: Measurement[] = [
    // Code that has just been loaded runs slower: the measurement whose time does not count comes first.
    { plans: others, size: few },
    { plans: first, size: few },
    { plans: single, size: few },
    { plans: first.slice(0, FEW_PLANS), size, batches: Math.min(BATCHES, Math.ceil(samples.tune.count / size)) },
    ...(changes.length > 0 ? [{ plans: changes, base: first[0], size }] : []),
    ...(int8 ? [{ plans: single, size: INT8_SAMPLES, numbers: 'int8' as const }] : []),
  ];
  const measured: MeasuredPlan[] = [];
  for (const [done, { plans: chosen, base, size: count, batches = 1, numbers = 'float32' }] of measurements.entries()) {
    context.onProgress?.({ phase: 'forecasting', done, total: measurements.length });
    const part: PartSamples = { name: 'tune', source: samples.tune, size: count, floats: new Map() };
    const trials = await evaluator.evaluate({ plans: chosen, base, from: 0, to: batches, numbers }, part, [], context);
    context.signal.throwIfAborted();
    if (done === 0) timed = [];
    if (numbers === 'float32')
      measured.push(...trials.flatMap((trial, i) => (trial ? [{ plan: chosen[i]!, figures: trial.figures }] : [])));
  }
  measured.sort((a, b) => samplesOf(b.figures) - samplesOf(a.figures));
  const batches = Math.ceil(samples.tune.count / size);
  const sizes = Array.from({ length: batches }, (_, i) => Math.min(size, samples.tune.count - i * size));
  const decided = performance.now();
  const forecast = forecastSearch({
    setup: { subject, goal, batches, int8 },
    limits: { trials: request.trials, time: request.time ?? Infinity, int8 },
    sizes,
    holdout: samples.holdout.count,
    before,
    cost: fitCost(timed),
    measured,
  });
  // The search decides between its requests, as the forecast has just done.
  const deciding = performance.now() - decided;
  const ms = Math.max(forecast.ms, Math.min(forecast.ms + deciding, request.time ?? Infinity));
  const memory = 1024 * process.resourceUsage().maxRSS;
  const measuredMs = performance.now() - began;
  return { ...forecast, ms, memory, measuredMs, samples: samplesOf(measured[0]!.figures), notes: notesOf(forecast.complete) };
}

const notesOf = (isComplete: boolean): Message[] =>
  isComplete ? [] : [say`The limits end the search before it has tried everything that it would try.`];
