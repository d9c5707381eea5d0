/** Makes a network ready to run from a project: from its newest calibration, the plan version of that calibration, and the model of that plan. */
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

/** The current state of a project. */
export interface ProjectState {
  readonly model: ModelRecord;
  readonly settings: ModelSettings;
  readonly planRecord: PlanRecord;
  readonly plan: Plan;
  readonly calibration: CalibrationRecord;
}

/**
 * The current state of a project: its newest calibration, or the given one, with its plan version and model. Throws
 * `project.damaged` for a project that `convert` did not finish.
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
 * The network of a project. `preprocess`: a preprocessing, or the path of one, that replaces the project's own. `at`: a
 * calibration other than the newest, and the model of its plan if that is already loaded. Throws `project.missing` if the model's
 * file is gone or has changed.
 */
export async function openProjectNetwork(
  project: Project,
  preprocess?: string | Preprocess,
  at?: { readonly calibration: CalibrationRecord; readonly model?: LoadedModel },
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
 * Paths at which a project's model may be: the recorded path, and the path beside the project (if both files were moved
 * together). A path on another computer counts only if the user allows that server.
 */
const modelPlaces = ({ path }: ModelRecord, project: string): string[] => [
  ...new Set([path, basename(path)].filter((one) => mayLookAt(one)).map((one) => resolve(dirname(project), one))),
];

/** True if a file exists at a path of the project's model, whatever it contains. */
export const isModelThere = (record: ModelRecord, project: string): boolean => modelPlaces(record, project).some(existsSync);

/** True if `file` is a path at which the project's model may be. */
export const isPlaceOfModel = (record: ModelRecord, project: string, file: string): boolean =>
  modelPlaces(record, project).includes(file);

/** Path of a project's model. Throws `project.missing` if the file is gone or has changed. */
export async function findModel(record: ModelRecord, project: string): Promise<string> {
  const candidates = modelPlaces(record, project).filter(existsSync);
  for (const path of candidates) if ((await identityOf(path)) === record.sha256) return path;
  const [found] = candidates;
  if (found === undefined) throw modelGone(record, project);
  const message = `The model of ${project} has changed since it was converted: ${found}, or a file of its weights, has another SHA-256; runs and calibrations need it; put the old file back or convert again.`;
  throw new SpikeloomError('project.missing', message, { at: { file: found } });
}

/** The error for a model whose file is not there. */
export function modelGone({ path }: ModelRecord, project: string): SpikeloomError {
  if (!mayLookAt(path)) {
    const message = say`The model of ${project} was not looked for: ${notLookedAt(path)}.`;
    return new SpikeloomError('project.missing', message, { at: { file: path } });
  }
  const message = `The model of ${project} is gone: there is no ${path}, and no ${basename(path)} beside the project; runs and calibrations need it; put it back.`;
  return new SpikeloomError('project.missing', message, { at: { file: path } });
}

/** SHA-256 of the model at `path`; undefined if the file is not a whole model. */
async function identityOf(path: string): Promise<string | undefined> {
  try {
    return (await identifyModel(path)).sha256;
  } catch (error) {
    if (error instanceof SpikeloomError) return undefined;
    throw error;
  }
}
