/**
 * The forecast of a search: its time, plans and memory, from a short measurement of the plans that it begins with. Nothing is
 * stored.
 */
import { type Message, say } from '../../../src-shared/message/index.ts';
import type { Plan } from '../../../src-shared/plan/index.ts';
import { forecastSearch, type MeasuredPlan, type TuningForecast, uniformPlans } from '../../../src-shared/tuning/index.ts';
import { openProject } from '../../project/index.ts';
import type { ServiceContext } from '../progress.ts';
import { evaluatorOf, type PartSamples } from './evaluator.ts';
import { batchSize, prepareSearch, type TuneRequest } from './prepare-search.ts';

/** Samples of the smaller of the two measurements, out of those of the larger one. */
const SMALL = 4;
/** Samples of the measurement in whole numbers, which takes many times as long. */
const INT8_SAMPLES = 4;
/** Plans that a search evaluates together at most. */
const TOGETHER = 16;
/** Part of a plan's work that a small change of it takes beside it, on the cpu engine (docs/tuning.md, "Sensitivity"). */
const VARIANT = 0.6;

/** Forecasts a search. Throws what `tuneProject` throws before it searches. */
export async function forecastTuning(request: TuneRequest, context: ServiceContext): Promise<TuningForecast> {
  const began = performance.now();
  using project = openProject(request.project, { readOnly: true });
  const { plan, layers, steps, goal, int8, evaluation, samples } = await prepareSearch(project, request, context);
  const evaluator = evaluatorOf({ ...evaluation, store: { find: () => undefined, add: () => {} } });
  const plans = uniformPlans({ plan, layers, steps });
  const of = (family: 'published' | 'extended'): Plan[] => plans.filter((one) => one.family === family).map((one) => one.plan);
  const [first, others] = [of('published').slice(0, TOGETHER), of('extended').slice(0, TOGETHER)];
  // A pass over the calibration samples, if the first plans need one, happens once.
  for (const one of [...first, ...others]) await evaluation.make(one, { signal: context.signal });
  const before = performance.now() - began;
  const size = batchSize(samples.tune.count);
  const few = Math.max(1, Math.ceil(size / SMALL));
  const measured: MeasuredPlan[] = [];
  let done = 0;
  /** Evaluates plans on the first samples; the time in ms. */
  const measure = async (chosen: readonly Plan[], count: number, numbers: 'float32' | 'int8' = 'float32'): Promise<number> => {
    context.onProgress?.({ phase: 'forecasting', done: done++, total: int8 ? 4 : 3 });
    const part: PartSamples = { name: 'tune', source: samples.tune, size: count, floats: new Map() };
    const start = performance.now();
    const trials = await evaluator.evaluate({ plans: chosen, base: undefined, from: 0, to: 1, numbers }, part, [], context);
    context.signal.throwIfAborted();
    if (numbers === 'float32')
      measured.push(...chosen.flatMap((one, i) => (trials[i] ? [{ plan: one, figures: trials[i].figures }] : [])));
    return performance.now() - start;
  };
  // Code that has just been loaded runs slower: the measurement whose time does not count comes first.
  await measure(others, few);
  const part = await measure(first, few);
  const whole = few < size ? await measure(first, size) : part;
  const sampleStep = (few < size ? (whole - part) / (size - few) : whole / size) / first.length / steps;
  const perPlan = Math.max(0, whole / first.length - size * steps * sampleStep);
  const int8SampleStep = int8 ? (await measure(first.slice(0, 1), INT8_SAMPLES, 'int8')) / INT8_SAMPLES / steps : 0;
  const batches = Math.ceil(samples.tune.count / size);
  const sizes = Array.from({ length: batches }, (_, i) => Math.min(size, samples.tune.count - i * size));
  const forecast = forecastSearch({
    setup: { subject: { plan, layers, steps }, goal, batches, int8 },
    limits: { trials: request.trials, time: request.time ?? Infinity, int8 },
    sizes,
    holdout: samples.holdout.count,
    cost: {
      before,
      plan: perPlan,
      sampleStep: Math.max(0, sampleStep),
      int8SampleStep,
      variant: request.engine === 'cpu' ? VARIANT : 1,
    },
    measured,
  });
  const memory = 1024 * process.resourceUsage().maxRSS;
  return { ...forecast, memory, measuredMs: performance.now() - began, samples: size, notes: notesOf(forecast.complete) };
}

const notesOf = (isComplete: boolean): Message[] =>
  isComplete ? [] : [say`The limits end the search before it has tried everything that it would try.`];
