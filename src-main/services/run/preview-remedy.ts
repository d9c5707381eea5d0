/**
 * Previews a change of the plan: the conversion error of a layer and the agreement with the float network, before and after, on some samples of
 * a run. Nothing is stored. A job.
 */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { layerNamed, say } from '../../../src-shared/message/index.ts';
import { parsePlan, stepsOf } from '../../../src-shared/plan/index.ts';
import type { PlanFigures, RemedyPreview } from '../../../src-shared/results/index.ts';
import { openProject } from '../../project/index.ts';
import { openDataset } from '../model/samples.ts';
import type { ServiceContext } from '../progress.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import { networkMaker } from '../tune/candidate-network.ts';
import { loadEngine, type EngineRequest } from './load-engine.ts';
import { batchCount, type FinishedBatch, foldBatches, runDataset } from './run-dataset.ts';

/** A preview of two plans. */
export interface PreviewRemedyRequest extends EngineRequest {
  readonly project: string;
  /** The run whose samples and thresholds are used. */
  readonly run: number;
  /** The neuron layer. */
  readonly layer: string;
  /** The two plans as JSON. */
  readonly before: string;
  readonly after: string;
  /** Most samples, spread over the classes. */
  readonly samples: number;
}

/** Samples per batch: progress comes after each. */
const BATCH = 25;

/**
 * Previews the change. Throws `run.missing` for a run that is not there, `option.invalid` for a plan that lacks the layer, and the errors of
 * plans, calibrations and samples.
 */
export async function previewRemedy(request: PreviewRemedyRequest, context: ServiceContext): Promise<RemedyPreview> {
  const { layer, run: id, samples: limit } = request;
  using project = openProject(request.project, { readOnly: true });
  const run = project.run(id);
  const calibration = typeof run?.calibration === 'number' ? project.calibration(run.calibration) : undefined;
  if (!run || !calibration)
    throw new SpikeloomError('run.missing', `Run ${id} has no thresholds to begin with; choose another run.`);
  const prepared = await openProjectNetwork(project, undefined, { calibration });
  const loaded = await loadEngine(request);
  const make = networkMaker(project, prepared, calibration, prepared.planRecord.model, loaded);
  const source = await openDataset(run.dataset, prepared.model.placed, prepared.preprocess, { limit });

  const figuresOf = async (json: string, part: number): Promise<PlanFigures> => {
    const plan = parsePlan(json, project.path);
    const network = await make(plan, context);
    await using session = await loaded.engine.prepare(network, loaded);
    const batches: FinishedBatch[] = [];
    const steps = stepsOf(plan);
    const positions = Array.from({ length: batchCount(source, BATCH) }, (_, position) => position);
    // Both plans are one progress.
    const onProgress: NonNullable<ServiceContext['onProgress']> = ({ phase, done, total }) =>
      context.onProgress?.({ phase, done: done + part * total, total: 2 * total });
    const options = {
      steps,
      batch: BATCH,
      positions,
      conversionError: true,
      onBatch: (one: FinishedBatch) => void batches.push(one),
    };
    await runDataset(session, network, source, options, { signal: context.signal, onProgress });
    const { evaluation, counts } = foldBatches(batches);
    const { squaredError, squaredNorm } = counts.neurons[layer] ?? {};
    if (!squaredError)
      throw new SpikeloomError('option.invalid', say`The plan has no neuron layer ${layerNamed(layer)}; choose another one.`, {
        at: { layer },
      });
    const { agree, correct, labelled, samples } = evaluation;
    return {
      steps,
      error: squaredNorm! > 0 ? Math.sqrt(squaredError.at(-1)! / squaredNorm!) : null,
      agreement: agree.at(-1)! / samples,
      accuracy: labelled > 0 ? correct.at(-1)! / labelled : null,
    };
  };
  const before = await figuresOf(request.before, 0);
  return { layer, samples: source.count, before, after: await figuresOf(request.after, 1) };
}
