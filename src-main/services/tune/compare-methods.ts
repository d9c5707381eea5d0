/** `compare-methods`: published methods and the project's plan on the same samples (docs/tuning.md). The project is only read. */
import type { EnergyModel } from '../../../src-shared/energy/index.ts';
import { formatPlan, stepsOf } from '../../../src-shared/plan/index.ts';
import { wilson } from '../../../src-shared/results/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import {
  type Figures,
  type Method,
  type MethodComparison,
  methodResults,
  methodsFor,
  pointAt,
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
import { evaluateTrials } from './evaluate-trial.ts';
import { batchSize, requireClassScores } from './prepare-search.ts';

export interface CompareMethodsRequest extends SampleOptions, EngineRequest {
  readonly project: string;
  readonly dataset: string;
  readonly preprocess?: string | undefined;
  readonly energyModel: EnergyModel;
  /** Steps of the methods that prescribe none; undefined: those of the project's plan. */
  readonly steps?: number | undefined;
  /** An HTML page to write; undefined: none. */
  readonly out?: string | undefined;
}

/**
 * Evaluates all methods. Throws `option.invalid` for a network without class scores, and `output.unwritable`. Passes on the errors of reading
 * and calibrating. A method whose thresholds need statistics that the project does not have costs a pass over the calibration samples.
 */
export async function compareMethods(request: CompareMethodsRequest, context: ServiceContext): Promise<MethodComparison> {
  const { energyModel: model, out } = request;
  if (out !== undefined) requirePageFolder(out);
  using project = openProject(request.project, { readOnly: true });
  const prepared = await openProjectNetwork(project, request.preprocess);
  const { placed } = prepared.model;
  requireClassScores(placed, project.path, 'comparing methods');
  const source = await openDataset(request.dataset, placed, prepared.preprocess, request);
  const loaded = await loadEngine(request);
  const make = networkMaker(project, prepared, prepared.calibration, prepared.planRecord.model, loaded);
  const { methods, leftOut } = methodsFor(prepared.plan, placed.sites, request.steps ?? stepsOf(prepared.plan));
  const evaluated: Evaluated[] = [];
  for (const method of methods) evaluated.push({ method, network: await make(method.plan, { signal: context.signal }) });
  const figures = await figuresOf(evaluated, { source, model, loaded }, context);
  const { samples, labelled, floatRight, float32 } = pointAt(figures.get(methods[0]!)!, { steps: 1, from: 1, margin: null });
  const result: MethodComparison = {
    energy_model: model.id,
    samples,
    float: { accuracy: labelled ? wilson(floatRight, samples) : null, energy_pj: float32 },
    methods: methodResults(
      methods.map((method) => [method, figures.get(method)!] as const),
      (plan) => JSON.parse(formatPlan(plan)) as unknown,
    ),
    left_out: leftOut,
    page: out ?? null,
    notes: [...prepared.notes, ...sampleNotes(source)],
  };
  if (out !== undefined) await writePage(out, renderMethods(placed.network.name, result));
  return result;
}

interface Evaluated {
  readonly method: Method;
  readonly network: SpikingNetwork;
}

interface Evaluation {
  readonly source: SampleSource;
  readonly model: EnergyModel;
  readonly loaded: LoadedEngine;
}

/** The figures of every method. Networks run together if they take the same number of steps. */
async function figuresOf(
  evaluated: readonly Evaluated[],
  { source, model, loaded }: Evaluation,
  { onProgress, signal }: ServiceContext,
): Promise<ReadonlyMap<Method, Figures>> {
  const size = batchSize(source.count);
  const floats = new Map<number, readonly Float64Array[]>();
  const figures = new Map<Method, Figures>();
  const all = source.count * evaluated.reduce((sum, { method }) => sum + stepsOf(method.plan), 0);
  let done = 0;
  const progress = trackProgress(onProgress, 'comparing', source.count);
  progress(0);
  for (const [steps, own] of Map.groupBy(evaluated, ({ method }) => stepsOf(method.plan))) {
    const onBatch = (samples: number): void => progress((source.count * (done += samples * steps)) / all);
    const batches = { source, steps, size, from: 0, to: Math.ceil(source.count / size), floats, onBatch };
    const networks = own.map(({ network }) => network);
    const trials = await evaluateTrials({ networks }, batches, { model, others: [] }, loaded, { signal });
    own.forEach(({ method }, i) => figures.set(method, trials[i]!.figures));
  }
  return figures;
}
