/** From a project to a network ready to run: its newest calibration, the plan that belongs to it, the model that belongs to that. */
import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { say } from '../../../src-shared/message/index.ts';
import { parsePlan, type Plan } from '../../../src-shared/plan/index.ts';
import { compile } from '../../convert/index.ts';
import { loadPreprocess, type Preprocess, type PreprocessFile } from '../../dataset/index.ts';
import type { CalibrationRecord, ModelRecord, PlanRecord, Project } from '../../project/index.ts';
import { thresholdsOf } from '../calibrate/calibrate-model.ts';
import { choicesOf } from '../model/choices.ts';
import { identifyModel, type LoadedModel, loadModel } from '../model/load-model.ts';
import { type ModelSettings, readModelSettings } from '../model/model-settings.ts';
import type { PreparedNetwork } from '../model/prepared-network.ts';
import { mayLookAt, notLookedAt } from './remote-path.ts';

/** What a project stands at. */
export interface ProjectState {
  readonly model: ModelRecord;
  readonly settings: ModelSettings;
  readonly planRecord: PlanRecord;
  readonly plan: Plan;
  readonly calibration: CalibrationRecord;
}

/**
 * What a project stands at: its newest calibration, or the given one, and the plan and the model that belong to it.
 * Throws `project.damaged` for a project that `convert` did not finish.
 */
export function projectState(project: Project, calibration = project.latestCalibration()): ProjectState {
  const planRecord = calibration && project.plan(calibration.plan);
  const model = planRecord && project.model(planRecord.model);
  const settings = model && readModelSettings(model.preprocess);
  if (!calibration || !planRecord || !model || !settings) {
    const message = `${project.path} holds no converted model; convert its ONNX file into it again, or into a new project`;
    throw new SpikeloomError('project.damaged', message, { at: { file: project.path } });
  }
  return { model, settings, planRecord, plan: parsePlan(planRecord.json, project.path), calibration };
}

/**
 * The network of a project. `preprocess`: a preprocessing (file) that takes the place of the project's. `at`: a calibration other
 * than the newest, and the model of its plan, where that is loaded already.
 * Throws `project.missing` where the model's file is gone or has changed.
 */
export async function openProjectNetwork(
  project: Project,
  preprocess?: string | Preprocess,
  at?: { readonly calibration: CalibrationRecord; readonly model: LoadedModel },
): Promise<PreparedNetwork & Pick<ProjectState, 'planRecord' | 'calibration'>> {
  const { model: record, settings, planRecord, plan, calibration } = projectState(project, at?.calibration);
  const model = at?.model ?? (await loadModel(await findModel(record, project.path), settings));
  const choices = choicesOf(model.placed, plan);
  const { source, samples, batch, layers } = calibration;
  const network = compile(model.placed, choices, thresholdsOf(layers));
  const calibrated = { source, samples, batch, layers, notes: [] };
  return {
    model,
    preprocess: await preprocessOf(settings, preprocess),
    plan,
    choices,
    calibrated,
    network,
    notes: model.notes,
    planRecord,
    calibration,
  };
}

async function preprocessOf(
  { preprocess }: ModelSettings,
  given: string | Preprocess | undefined,
): Promise<PreprocessFile | undefined> {
  if (given === undefined) return preprocess;
  if (typeof given === 'string') return loadPreprocess(given);
  return { input: given, ...(preprocess?.classes ? { classes: preprocess.classes } : {}) };
}

/**
 * Paths at which a project's model may be: the one it had, and the one beside the project (the two were moved together). A path on another
 * computer counts only if the user allows it.
 */
const modelPlaces = ({ path }: ModelRecord, project: string): string[] => [
  ...new Set([path, basename(path)].filter((one) => mayLookAt(one)).map((one) => resolve(dirname(project), one))),
];

/** Whether there is a file where the project's model may be, whatever is in it. */
export const isModelThere = (record: ModelRecord, project: string): boolean => modelPlaces(record, project).some(existsSync);

/** True for one of the paths at which the project's model may be. */
export const isPlaceOfModel = (record: ModelRecord, project: string, file: string): boolean =>
  modelPlaces(record, project).includes(file);

/** The model of a project. Throws `project.missing` where its file is gone or has changed. */
export async function findModel(record: ModelRecord, project: string): Promise<string> {
  const candidates = modelPlaces(record, project).filter(existsSync);
  for (const path of candidates) if ((await identityOf(path)) === record.sha256) return path;
  const [found] = candidates;
  if (found === undefined) throw modelGone(record, project);
  const message = `The model of ${project} has changed since it was converted: ${found}, or a file of its weights, has another SHA-256; runs and calibrations need it; put the old file back or convert again.`;
  throw new SpikeloomError('project.missing', message, { at: { file: found } });
}

/** The error of a model whose file is not there. */
export function modelGone({ path }: ModelRecord, project: string): SpikeloomError {
  if (!mayLookAt(path)) {
    const message = say`The model of ${project} was not looked for: ${notLookedAt(path)}.`;
    return new SpikeloomError('project.missing', message, { at: { file: path } });
  }
  const message = `The model of ${project} is gone: there is no ${path}, and no ${basename(path)} beside the project; runs and calibrations need it; put it back.`;
  return new SpikeloomError('project.missing', message, { at: { file: path } });
}

/** SHA-256 of the model at `path`; undefined where it is no model (any more), or not a whole one. */
async function identityOf(path: string): Promise<string | undefined> {
  try {
    return (await identifyModel(path)).sha256;
  } catch (error) {
    if (error instanceof SpikeloomError) return undefined;
    throw error;
  }
}
