/** `compare-methods`: published methods and the project's plan on the same samples (docs/tuning.md). The project is only read. */
import type { EnergyModel } from '../../../src-shared/energy/index.ts';
import { formatPlan, stepsOf } from '../../../src-shared/plan/index.ts';
import { wilson } from '../../../src-shared/results/index.ts';
import {
  type Figures,
  joinFigures,
  type Method,
  type MethodComparison,
  methodResults,
  methodsFor,
  samplesOf,
} from '../../../src-shared/tuning/index.ts';
import { openProject } from '../../project/index.ts';
import { renderMethods } from '../../report/index.ts';
import { openDataset, type SampleOptions, sampleNotes } from '../model/samples.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import { requirePageFolder, writePage } from '../report/write-page.ts';
import { type ServiceContext, trackProgress } from '../progress.ts';
import { type EngineRequest, loadEngine } from '../run/load-engine.ts';
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

/** Parts of the samples after which progress is told. */
const PARTS = 10;

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
  const networks = new Map<Method, Awaited<ReturnType<typeof make>>>();
  for (const method of methods) networks.set(method, await make(method.plan, { signal: context.signal }));
  const size = batchSize(source.count);
  const batches = Math.ceil(source.count / size);
  const floats = new Map<number, readonly Float64Array[]>();
  const figures = new Map<Method, Figures>();
  const progress = trackProgress(context.onProgress, 'comparing', source.count);
  progress(0);
  const partSize = Math.ceil(batches / PARTS);
  for (let from = 0; from < batches; from += partSize) {
    const to = Math.min(batches, from + partSize);
    // Networks run together if they take the same number of steps.
    for (const [steps, own] of Map.groupBy(methods, ({ plan }) => stepsOf(plan))) {
      const trials = await evaluateTrials(
        { networks: own.map((method) => networks.get(method)!) },
        { source, steps, size, from, to, floats },
        { model, others: [] },
        loaded,
        { signal: context.signal },
      );
      own.forEach((method, i) => {
        const before = figures.get(method);
        const next = trials[i]!.figures;
        figures.set(method, before ? joinFigures(before, next) : next);
      });
    }
    progress(Math.min(source.count, to * size));
  }
  const first = figures.get(methods[0]!)!;
  const right = [...first.float].filter((digit) => digit === '1').length;
  const result: MethodComparison = {
    energy_model: model.id,
    samples: samplesOf(first),
    float: { accuracy: first.labelled ? wilson(right, samplesOf(first)) : null, energy_pj: first.float32 },
    methods: methodResults(
      methods.map((method) => [method, figures.get(method)!] as const),
      (plan) => JSON.parse(formatPlan(plan)) as unknown,
    ),
    left_out: leftOut,
    page: out ?? null,
    notes: [...prepared.notes, ...sampleNotes(source)],
  };
  if (out !== undefined) await writePage(out, renderMethods(prepared.model.placed.network.name, result));
  return result;
}
