/** `sensitivity`: the sensitivity table of a project's plan on a dataset (docs/tuning.md). */
import { outdatedLayers } from '../../../src-shared/calibration/index.ts';
import type { EnergyModel } from '../../../src-shared/energy/index.ts';
import type { Message } from '../../../src-shared/message/index.ts';
import { layerSettings, setLayers, stepsOf } from '../../../src-shared/plan/index.ts';
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
import { type ChangedNetwork, sensitivityTable, type SensitivityTable } from './sensitivity.ts';

export interface SensitivityRequest extends SampleOptions {
  readonly project: string;
  readonly dataset: string;
  readonly preprocess?: string | undefined;
  readonly energyModel: EnergyModel;
  readonly threads?: number | undefined;
}

export interface SensitivityResult extends SensitivityTable {
  readonly model: string;
  /** Changes that need statistics that the project does not have. */
  readonly untried: readonly SensitivityCandidate[];
  readonly notes: readonly Message[];
}

/** Measures the table. The project is only read. Passes on the errors of reading and of `sensitivityTable`. */
export async function sensitivityProject(request: SensitivityRequest, context: ServiceContext): Promise<SensitivityResult> {
  using project = openProject(request.project, { readOnly: true });
  const prepared = await openProjectNetwork(project, request.preprocess);
  const source = await openDataset(request.dataset, prepared.model.placed, prepared.preprocess, request);
  const { tried, untried } = changedNetworks(project, prepared);
  const { network } = prepared;
  const { energyModel, threads } = request;
  const steps = stepsOf(prepared.plan);
  const table = await sensitivityTable({ network, changes: tried, steps, samples: source, energyModel, threads }, context);
  return { ...table, model: energyModel.id, untried, notes: [...prepared.notes, ...sampleNotes(source)] };
}

/** The networks of all candidates, with thresholds from the statistics that the project has, and the candidates that need others. */
export function changedNetworks(project: Project, prepared: Awaited<ReturnType<typeof openProjectNetwork>>) {
  const { model, choices, plan, planRecord, calibration } = prepared;
  const { placed } = model;
  const steps = stepsOf(plan);
  const measured = calibration.base === null ? calibration : (project.calibration(calibration.base) ?? calibration);
  const settings = measured.samples > 0 ? calibratedSettings(project, measured, planRecord.model, placed.sites) : undefined;
  const stored = new Map(measured.layers.map((layer) => [layer.layer, layer]));
  const thresholds = thresholdsOf(calibration.layers);
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
