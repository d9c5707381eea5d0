/**
 * Brings the calibration of a project up to date with a version of its plan. If the statistics of an earlier pass determine a
 * threshold, the threshold is derived from them, with exactly the result of a new pass. Only the other thresholds need a pass
 * over the samples.
 */
import {
  type OutdatedLayer,
  outdatedLayers,
  type ResolvedSettings,
  thresholdSignature,
} from '../../../src-shared/calibration/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { Message } from '../../../src-shared/message/index.ts';
import { DEFAULTS, type LayerSettings, parsePlan, stepsOf } from '../../../src-shared/plan/index.ts';
import { givenThreshold, siteThresholds, type SiteThresholds, type UsedStatistics } from '../../calibrate/index.ts';
import type { Choices, NeuronSite } from '../../convert/index.ts';
import {
  type CalibrationHead,
  type CalibrationRecord,
  openProject,
  type Project,
  type StoredLayer,
} from '../../project/index.ts';
import { calibrateModel, storedThresholds } from './calibrate-model.ts';
import { choicesOf } from '../model/choices.ts';
import { type LoadedModel, loadModel } from '../model/load-model.ts';
import { type EngineRequest, loadEngine } from '../run/load-engine.ts';
import { calibratedSettings, matchingCalibration } from './matching-calibration.ts';
import { readModelSettings } from '../model/model-settings.ts';
import { findModel } from '../project/open-project-network.ts';
import type { ServiceContext } from '../progress.ts';
import { requireNearSamples } from '../project/remote-path.ts';
import { type CalibrationBrief, calibrationBrief } from '../view/calibration-brief.ts';

export interface CalibrateProjectRequest extends EngineRequest {
  readonly project: string;
  /** Plan version to calibrate. A version that already has a calibration needs no work. */
  readonly version: number;
  /** Always runs a pass over these samples. If absent, a pass runs only if one is needed, over the samples of the last calibration. */
  readonly pass?: { readonly source: string; readonly batch: number } | undefined;
  /** The calibration of that version to use, if it is not the newest. */
  readonly calibration?: number | undefined;
  /** Id of the parent process, where that has the project open and lets this one write (project/open.ts). */
  readonly writer?: number | undefined;
}

export interface CalibrateProjectResult {
  readonly calibration: CalibrationBrief;
  readonly notes: readonly Message[];
}

/** Calibrates a project's plan version. Throws what `bringUpToDate` throws. */
export async function calibrateProject(
  request: CalibrateProjectRequest,
  context: ServiceContext,
): Promise<CalibrateProjectResult> {
  using project = openProject(request.project, { writer: request.writer });
  const { calibration, notes } = await bringUpToDate(project, request, context);
  return { calibration: calibrationBrief(calibration), notes };
}

export interface UpToDate {
  readonly model: LoadedModel;
  /** The calibration of the plan version. */
  readonly calibration: CalibrationRecord;
  readonly notes: readonly Message[];
}

/**
 * The calibration of the plan version. If the version has a calibration of its own, that one is used, so that an interrupted run
 * continues with the thresholds it started with. Otherwise a new calibration is made from one that has all the thresholds needed,
 * or from the newest one. Throws `project.damaged` if the project has never been calibrated, and `option.invalid` if a pass is
 * needed and no samples are known. Passes on the errors of loading and calibrating.
 */
export async function bringUpToDate(
  project: Project,
  request: Omit<CalibrateProjectRequest, 'project' | 'writer'>,
  context: ServiceContext,
): Promise<UpToDate> {
  context.onProgress?.({ phase: 'importing', done: 0, total: 1 });
  const record = project.plan(request.version);
  const modelRecord = record && project.model(record.model);
  const settings = modelRecord && readModelSettings(modelRecord.preprocess);
  if (!record || !settings || !project.latestCalibrationHead()) throw unfinished(project);
  const model = await loadModel(await findModel(modelRecord, project.path), settings);
  const given = request.calibration === undefined ? undefined : project.calibration(request.calibration);
  const plan = parsePlan(record.json, project.path);
  const choices = choicesOf(model.placed, plan);
  const now = { layers: choices.layers, steps: stepsOf(plan) };
  const settingsOf = (head: CalibrationHead) => calibratedSettings(project, head, record.model, model.placed.sites);
  const own = request.pass ? undefined : (given ?? project.latestCalibration(record.id));
  // The stored thresholds match the version's settings unless the plan relied on defaults that have changed since.
  const fits = own && (own === given || own.defaults === DEFAULTS || outdatedOf(project, own, now, settingsOf)?.length === 0);
  if (fits) return { model, calibration: own, notes: [] };
  const last = calibrationToStartFrom(project, now, settingsOf);
  const at = (): string => new Date().toISOString();
  const outdated = request.pass ? undefined : outdatedOf(project, last, now, settingsOf);
  if (outdated?.every(({ needs }) => needs === 'derive')) {
    const layers = derivedLayers(model, choices, last, new Set(outdated.map(({ layer }) => layer)), stepsOf(plan));
    const { source, samples, batch, base, id } = last;
    const made = project.saveCalibration({ plan: record.id, source, samples, batch, base: base ?? id, layers, at: at() });
    return { model, calibration: project.calibration(made)!, notes: [] };
  }
  const { source, batch } = request.pass ?? last;
  if (source === '') throw noSamples(outdated?.find(({ needs }) => needs === 'pass')?.layer);
  if (!request.pass) requireNearSamples(source);
  const engine = await loadEngine(request);
  const options = { ...context, ...engine, preprocess: settings.preprocess };
  const calibrated = await calibrateModel(model.placed, plan, choices, { source, batch }, options);
  context.signal.throwIfAborted();
  const { samples, layers, notes } = calibrated;
  const made = project.saveCalibration({ plan: record.id, source, samples, batch, layers, at: at() });
  return { model, calibration: project.calibration(made)!, notes };
}

/** The settings that a calibration was made with; undefined if it belongs to another model. */
type SettingsOf = (head: CalibrationHead) => ResolvedSettings | undefined;

/** The newest calibration. If a setting was changed back, this is an earlier one that already has every threshold of the plan version. */
function calibrationToStartFrom(project: Project, now: ResolvedSettings, settingsOf: SettingsOf): CalibrationRecord {
  const match = matchingCalibration(project, now, (head) => {
    const settings = settingsOf(head);
    return settings && thresholdSignature(settings);
  });
  return (match && project.calibration(match.id)) ?? project.latestCalibration()!;
}

/** The layers whose thresholds the plan version changes; undefined if the calibration belongs to another model. */
function outdatedOf(
  project: Project,
  last: CalibrationRecord,
  now: ResolvedSettings,
  settingsOf: SettingsOf,
): OutdatedLayer[] | undefined {
  const measured = last.base === null ? last : project.calibrationHead(last.base);
  const before = settingsOf(last);
  if (!before) return undefined;
  return outdatedLayers(now, before, measured && measured.samples > 0 ? settingsOf(measured) : undefined);
}

/**
 * All layers. Those in `outdated` get thresholds derived from the statistics. The statistics themselves stay with the calibration
 * that measured them. `derive`: as `derivedThresholds`, which may remember what it has derived.
 */
export function derivedLayers(
  { placed }: LoadedModel,
  { layers: settings }: Choices,
  last: Pick<CalibrationRecord, 'layers'>,
  outdated: ReadonlySet<string>,
  steps: number,
  derive = derivedThresholds,
): StoredLayer[] {
  const stored = new Map(last.layers.map((layer) => [layer.layer, layer]));
  return placed.sites.map((site): StoredLayer => {
    const own = settings.get(site.name)!;
    const before = stored.get(site.name);
    if (before && !outdated.has(site.name)) return { ...before, statistics: {} };
    const found = derive(site, own, before, steps);
    return { layer: site.name, ...storedThresholds(found), statistics: {} };
  });
}

/**
 * The thresholds of a layer under other settings, from the statistics of an earlier pass. `before`: the layer in that pass; it must have the
 * statistics (`outdatedLayers`) unless the settings give a value.
 */
export function derivedThresholds(
  site: NeuronSite,
  settings: LayerSettings,
  before: StoredLayer | undefined,
  steps: number,
): SiteThresholds {
  const { value } = settings.threshold;
  return value === undefined ? siteThresholds(site, settings, statisticsOf(before!), steps) : givenThreshold(value);
}

/** Turns stored statistics back into the form that calibration uses. */
function statisticsOf({ statistics }: StoredLayer): UsedStatistics {
  const { mean, variance, max, percentile, histogram, range } = statistics;
  return {
    shape: mean!.shape,
    mean: mean!.values,
    variance: variance!.values,
    max: max!.values,
    percentiles: percentile ? [percentile.values] : [],
    histograms: { bins: histogram!.shape[1]!, ranges: range!.values, counts: histogram!.values },
  };
}

const unfinished = ({ path }: Project): SpikeloomError =>
  new SpikeloomError('project.damaged', `${path} holds no calibrated plan; convert the model into it again.`, {
    at: { file: path },
  });

const noSamples = (layer: string | undefined): SpikeloomError => {
  const why = layer === undefined ? 'A calibration' : `The threshold of ${layer}`;
  const message = `${why} needs calibration samples, and this project was made without; calibrate with a source of samples, or give every layer a threshold value.`;
  return new SpikeloomError('option.invalid', message, layer === undefined ? {} : { at: { layer } });
};
