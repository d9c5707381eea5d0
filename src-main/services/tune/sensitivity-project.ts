/** `sensitivity`: the sensitivity table of a project's plan on a dataset (docs/tuning.md). */
import { outdatedLayers } from '../../../src-shared/calibration/index.ts';
import type { EnergyModel } from '../../../src-shared/energy/index.ts';
import type { Message } from '../../../src-shared/message/index.ts';
import { layerSettings, parsePlan, setLayers, stepsOf } from '../../../src-shared/plan/index.ts';
import type { Thresholds } from '../../../src-shared/spiking/index.ts';
import { layerCandidates, type SensitivityCandidate } from '../../../src-shared/tuning/sensitivity-candidates.ts';
import { compile } from '../../convert/index.ts';
import { openProject, type Project } from '../../project/index.ts';
import { thresholdsOf } from '../calibrate/calibrate-model.ts';
import { derivedThresholds } from '../calibrate/calibrate-project.ts';
import { calibratedSettings } from '../calibrate/matching-calibration.ts';
import { openDataset, sampleNotes, type SampleOptions } from '../model/samples.ts';
import type { ServiceContext } from '../progress.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import { loadEngine } from '../run/load-engine.ts';
import { thresholdMaker } from './candidate-network.ts';
import { requireClassScores } from './class-scores.ts';
import { type ChangedNetwork, type MeasuredTable, sensitivityTable } from './sensitivity.ts';

export interface SensitivityRequest extends SampleOptions {
  readonly project: string;
  readonly dataset: string;
  readonly preprocess?: string | undefined;
  readonly energyModel: EnergyModel;
  /** The plan that is changed, as JSON; absent: that of the newest calibration. */
  readonly plan?: string | undefined;
  readonly threads?: number | undefined;
}

export interface SensitivityResult extends MeasuredTable {
  readonly model: string;
  /** Changes that need statistics that the project does not have. */
  readonly untried: readonly SensitivityCandidate[];
  readonly notes: readonly Message[];
}

/** Measures the table. The project is only read. Throws `option.invalid` for a network without class scores. Passes on the errors of reading and of `sensitivityTable`. */
export async function sensitivityProject(request: SensitivityRequest, context: ServiceContext): Promise<SensitivityResult> {
  using project = openProject(request.project, { readOnly: true });
  const own = await openProjectNetwork(project, request.preprocess);
  requireClassScores(own.model.placed, project.path, 'measuring sensitivity');
  const { prepared, thresholds } = await preparedFor(project, own, request, context);
  const source = await openDataset(request.dataset, prepared.model.placed, prepared.preprocess, request);
  const { tried, untried } = changedNetworks(project, prepared, thresholds);
  const { network } = prepared;
  const { energyModel, threads } = request;
  const steps = stepsOf(prepared.plan);
  const table = await sensitivityTable({ network, changes: tried, steps, samples: source, energyModel, threads }, context);
  return { ...table, model: energyModel.id, untried, notes: [...prepared.notes, ...sampleNotes(source)] };
}

type Prepared = Awaited<ReturnType<typeof openProjectNetwork>>;

/** The asked plan with its network and thresholds, which follow from the project's statistics, or from a pass over the calibration samples. */
async function preparedFor(
  project: Project,
  own: Prepared,
  request: SensitivityRequest,
  context: ServiceContext,
): Promise<{ readonly prepared: Prepared; readonly thresholds: ReadonlyMap<string, Thresholds> }> {
  if (request.plan === undefined) return { prepared: own, thresholds: thresholdsOf(own.calibration.layers) };
  const plan = parsePlan(request.plan, project.path);
  const engine = await loadEngine({ engine: 'cpu', threads: request.threads });
  const { choices, layers } = await thresholdMaker(project, own, own.calibration, own.planRecord.model, engine)(plan, context);
  const thresholds = thresholdsOf(layers);
  return { prepared: { ...own, plan, choices, network: compile(own.model.placed, choices, thresholds) }, thresholds };
}

/**
 * The networks of all candidates, with thresholds from the statistics that the project has, and the candidates that need others.
 * `thresholds`: those of the plan.
 */
export function changedNetworks(
  project: Project,
  prepared: Prepared,
  thresholds: ReadonlyMap<string, Thresholds> = thresholdsOf(prepared.calibration.layers),
) {
  const { model, choices, plan, planRecord, calibration } = prepared;
  const { placed } = model;
  const steps = stepsOf(plan);
  const measured = calibration.base === null ? calibration : (project.calibration(calibration.base) ?? calibration);
  const settings = measured.samples > 0 ? calibratedSettings(project, measured, planRecord.model, placed.sites) : undefined;
  const stored = new Map(measured.layers.map((layer) => [layer.layer, layer]));
  const before = { layers: choices.layers, steps };
  const tried: ChangedNetwork[] = [];
  const untried: SensitivityCandidate[] = [];
  for (const site of placed.sites) {
    const own = choices.layers.get(site.name)!;
    for (const candidate of layerCandidates(site, own, choices.coding)) {
      const changed = layerSettings(setLayers(plan, [site.name], candidate.change), [site]).get(site.name)!;
      const layers = new Map([...choices.layers, [site.name, changed] as const]);
      const [outdated] = outdatedLayers({ layers, steps }, before, settings);
      if (outdated?.needs === 'pass') {
        untried.push(candidate);
        continue;
      }
      const theta: Thresholds = outdated
        ? derivedThresholds(site, changed, stored.get(site.name), steps).thresholds
        : thresholds.get(site.name)!;
      const network = compile(placed, { ...choices, layers }, new Map([...thresholds, [site.name, theta]]));
      tried.push({ candidate, network });
    }
  }
  return { tried, untried };
}
