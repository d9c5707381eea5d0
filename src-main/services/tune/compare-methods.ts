/** `compare-methods`: published methods, the tuned plan and the project's plan on the same samples (docs/tuning.md). The project is only read. */
import type { EnergyModel } from '../../../src-shared/energy/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type Note, say } from '../../../src-shared/message/index.ts';
import { formatPlan, parsePlan, stepsOf } from '../../../src-shared/plan/index.ts';
import { wilson } from '../../../src-shared/results/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import {
  type Figures,
  type Method,
  type MethodComparison,
  type MethodLeftOut,
  methodResults,
  methodsFor,
  pointAt,
  untuned,
} from '../../../src-shared/tuning/index.ts';
import type { SampleSource } from '../../dataset/index.ts';
import { openProject } from '../../project/index.ts';
import { renderMethods } from '../../report/index.ts';
import { openDataset, type SampleOptions, sampleNotes } from '../model/samples.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import { requirePageFolder, writePage } from '../report/write-page.ts';
import { type ServiceContext, trackProgress } from '../progress.ts';
import { type EngineRequest, loadEngine, type LoadedEngine } from '../run/load-engine.ts';
import { networkMaker } from './candidate-network.ts';
import { requireClassScores } from './class-scores.ts';
import { evaluateWith } from './evaluator.ts';
import { type Int8Support, int8Support, NO_INT8 } from './int8-support.ts';
import { batchSize } from './prepare-search.ts';
import { projectSearches } from './searched-plans.ts';

export interface CompareMethodsRequest extends SampleOptions, EngineRequest {
  readonly project: string;
  readonly dataset: string;
  readonly preprocess?: string | undefined;
  readonly energyModel: EnergyModel;
  /** The project's plan as JSON; undefined: that of the newest calibration. */
  readonly plan?: string | undefined;
  /** Steps of the methods that prescribe none; undefined: those of the project's plan. */
  readonly steps?: number | undefined;
  /** An HTML page to write; undefined: none. */
  readonly out?: string | undefined;
}

export interface CompareMethodsResult extends MethodComparison {
  /** The page that was written; null for none. */
  readonly page: string | null;
  readonly notes: readonly Note[];
}

/**
 * Evaluates all methods. Throws `option.invalid` for a network without class scores, and `output.unwritable`. Passes on the errors of reading
 * and calibrating. A method whose thresholds need statistics that the project does not have costs a pass over the calibration samples.
 */
export async function compareMethods(request: CompareMethodsRequest, context: ServiceContext): Promise<CompareMethodsResult> {
  const { energyModel: model, out } = request;
  if (out !== undefined) requirePageFolder(out);
  using project = openProject(request.project, { readOnly: true });
  const prepared = await openProjectNetwork(project, request.preprocess);
  const { placed } = prepared.model;
  requireClassScores(placed, project.path, 'comparing methods');
  const source = await openDataset(request.dataset, placed, prepared.preprocess, request);
  const loaded = await loadEngine(request);
  const make = networkMaker(project, prepared, prepared.calibration, prepared.planRecord.model, loaded);
  const plan = request.plan === undefined ? prepared.plan : parsePlan(request.plan, project.path);
  const { searches, tuned } = projectSearches(project);
  const plans = { plan, untuned: untuned(plan, searches), tuned };
  const { methods, leftOut } = methodsFor(plans, placed.sites, request.steps ?? stepsOf(plan));
  const evaluated: Evaluated[] = [];
  const unusable: MethodLeftOut[] = [];
  let int8 = NO_INT8;
  for (const method of methods) {
    const { id, name } = method;
    const made = await make(method.plan, context).catch((error: unknown) => {
      // Without statistics there are no thresholds for it. The project's plan has its own.
      if (id === 'plan' || !(error instanceof SpikeloomError) || error.code !== 'option.invalid') throw error;
      unusable.push({ id, name, why: error.sentence });
    });
    if (!made) continue;
    if (method.numbers === 'int8')
      int8 = await int8Support({ prepared, model, network: made, steps: stepsOf(method.plan) }, context);
    if (method.numbers === 'int8' && int8.model === undefined) unusable.push({ id, name, why: int8.notes[0]! });
    else evaluated.push({ method, network: made });
  }
  const figures = await figuresOf(evaluated, { source, model, loaded, int8 }, context);
  const [[, any]] = figures as [(typeof figures)[number]];
  const { samples, labelled, floatRight } = pointAt(any, { steps: 1, from: 1, margin: null });
  const isTuned = evaluated.some(({ method }) => method.id === 'tuned');
  const result: CompareMethodsResult = {
    energy_model: model.id,
    samples,
    float: { accuracy: labelled ? wilson(floatRight, samples) : null, energy_pj: any.float32 },
    methods: methodResults(figures, (one) => JSON.parse(formatPlan(one)) as unknown),
    left_out: [...leftOut, ...unusable],
    page: out ?? null,
    notes: [...prepared.notes, ...sampleNotes(source), ...(isTuned && 'dataset' in tuned ? [seenBefore(tuned.dataset)] : [])],
  };
  if (out !== undefined) await writePage(out, renderMethods(placed.network.name, result));
  return result;
}

const seenBefore = (dataset: string): Note =>
  say`The tuned plan was chosen on samples of ${dataset}: on samples that its search has seen it looks better than on others.`;

interface Evaluated {
  readonly method: Method;
  readonly network: SpikingNetwork;
}

interface Evaluation {
  readonly source: SampleSource;
  readonly model: EnergyModel;
  readonly loaded: LoadedEngine;
  readonly int8: Int8Support;
}

/** The figures of every method. Networks run together if they take the same number of steps and have the same numbers. */
async function figuresOf(
  evaluated: readonly Evaluated[],
  { source, ...models }: Evaluation,
  { onProgress, signal }: ServiceContext,
): Promise<readonly (readonly [Method, Figures])[]> {
  const size = batchSize(source.count);
  const floats = new Map<number, readonly Float64Array[]>();
  const figures = new Map<Method, Figures>();
  const all = source.count * evaluated.reduce((sum, { method }) => sum + stepsOf(method.plan), 0);
  let done = 0;
  const progress = trackProgress(onProgress, 'comparing methods', source.count);
  progress(0);
  for (const own of Map.groupBy(evaluated, ({ method }) => `${method.numbers} ${stepsOf(method.plan)}`).values()) {
    const { numbers, plan } = own[0]!.method;
    const steps = stepsOf(plan);
    const onBatch = (samples: number): void => progress((source.count * (done += samples * steps)) / all);
    const batches = { source, steps, size, from: 0, to: Math.ceil(source.count / size), floats, onBatch };
    const networks = own.map(({ network }) => network);
    const trials = await evaluateWith(numbers, { networks }, batches, { ...models, others: [] }, { signal });
    own.forEach(({ method }, i) => figures.set(method, trials[i]!.figures));
  }
  return evaluated.map(({ method }) => [method, figures.get(method)!] as const);
}
