/** `convert`: turns a model into a project, or adds a version of the plan to an existing project (docs/cli.md). */
import { basename, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type Note, option, say, warningsFirst } from '../../../src-shared/message/index.ts';
import { formatPlan, stepsOf } from '../../../src-shared/plan/index.ts';
import { createProject, openProject, type Project } from '../../project/index.ts';
import { thresholdNotes } from '../calibrate/calibrate-model.ts';
import { defaultNotes } from './choices.ts';
import { importOptions } from './load-model.ts';
import { networkNotes } from './network-notes.ts';
import { chooseModel, type ModelRequest, type PreparedNetwork, prepareModel } from './prepared-network.ts';
import { projectPlace } from '../project/project-place.ts';
import { readOnlyError } from '../project/read-only.ts';
import type { ServiceContext } from '../progress.ts';
import { readModelSettings, writeModelSettings } from './model-settings.ts';
import { DATASET_SETTING } from '../project/setting-names.ts';
import { calibrationBrief } from '../view/calibration-brief.ts';
import { rememberCalibration, rememberModel } from '../view/known-contents.ts';
import { modelContents } from '../view/model-contents.ts';

export interface ConvertRequest extends ModelRequest {
  /** The project file. */
  readonly out: string;
  /**
   * True replaces an existing project by a new one with a single version. Otherwise the existing project gets a new version, if
   * it is of the same network.
   */
  readonly replace?: boolean | undefined;
  /** Samples that the window's runs use, kept in the project. */
  readonly dataset?: string | undefined;
}

export interface ConvertResult {
  readonly project: string;
  /** Number of this version of the plan: 1 in a new project. */
  readonly version: number;
  readonly model: { readonly name: string; readonly file: string; readonly sha256: string; readonly bytes: number };
  readonly steps: number;
  readonly coding: string;
  readonly neuron_layers: number;
  readonly neurons: number;
  readonly counted_layers: number;
  readonly calibration: { readonly source: string; readonly samples: number; readonly batch: number };
  /** Warnings are first. */
  readonly notes: readonly Note[];
}

/**
 * Converts a model. The project file is created, replaced or extended at the very end, in one step. Throws `project.exists` if
 * the file holds a project of another network, because its runs and history belong to that network.
 */
export async function convertModel(request: ConvertRequest, context: ServiceContext): Promise<ConvertResult> {
  const { out, replace = false } = request;
  const there = !projectPlace(out, 'out').isFree;
  using existing = there && !replace ? openForChange(out) : undefined;
  // Check before the long calibration that the file is a project that may be written. The lock is taken again to replace it.
  if (there && replace) openForChange(out).close();
  const chosen = await chooseModel(request, request.dataset);
  if (existing) requireSameNetwork(existing, chosen.model, request);
  const prepared = await prepareModel(chosen, request, context);
  context.signal.throwIfAborted();
  const version = existing
    ? save(existing, prepared, request)
    : createProject(out, (project) => save(project, prepared, request), { overwrite: replace });
  return summary(prepared, out, version);
}

function openForChange(path: string): Project {
  const project = openProject(path);
  if (project.readOnly === undefined) return project;
  project.close();
  throw readOnlyError(project, 'nothing could be added to it');
}

/**
 * Throws unless the project is of the same network: the same model file, imported with the same input, size, outputs and reading
 * of quantised values.
 */
function requireSameNetwork(project: Project, model: PreparedNetwork['model'], request: ConvertRequest): void {
  const newest = project.latestPlan();
  const record = newest && project.model(newest.model);
  if (!record) return;
  const isSameModel = record.sha256 === model.sha256;
  const before = importOptions(readModelSettings(record.preprocess) ?? {});
  if (
    isSameModel &&
    isDeepStrictEqual(before, importOptions({ ...request, size: model.size, dequantise: request.dequantise || undefined }))
  )
    return;
  const which = isSameModel ? 'the same model imported in another way: input, size, outputs' : basename(record.path);
  const message = say`${project.path} is a project of another network already (${which}), whose runs and history are not those of this one; choose another ${option('out')}, or replace all of it with ${option('force')}.`;
  throw new SpikeloomError('project.exists', message, { at: { file: project.path, option: 'out' } });
}

/**
 * Writes model, plan and calibration. The calibration comes last, because the newest calibration determines the state of a
 * project (open-project-network.ts).
 */
function save(project: Project, prepared: PreparedNetwork, request: ConvertRequest): number {
  const { model, plan, preprocess, calibrated } = prepared;
  const at = new Date().toISOString();
  const parent = project.latestPlan();
  const { sha256, bytes: size } = model;
  const id = project.saveModel({
    sha256,
    size,
    path: resolve(model.file),
    preprocess: writeModelSettings({ ...request, preprocess, size: model.size }),
    at,
  });
  const message = parent ? 'converted again' : 'converted';
  const version = project.savePlan({ model: id, message, json: formatPlan(plan), at, ...(parent ? { parent: parent.id } : {}) });
  const { source, samples, batch, layers } = calibrated;
  const calibration = project.saveCalibration({ plan: version, source, samples, batch, layers, at });
  // This lets the window open the project at once, even if the file was moved without its model.
  const record = project.model(id)!;
  rememberModel(project, record, modelContents(model, readModelSettings(record.preprocess)!));
  rememberCalibration(project, calibrationBrief({ ...project.calibrationHead(calibration)!, layers }));
  if (request.dataset !== undefined) project.writeSetting(DATASET_SETTING, request.dataset);
  return version;
}

function summary(
  { model, plan, choices, calibrated, network, notes }: PreparedNetwork,
  project: string,
  version: number,
): ConvertResult {
  const { file, sha256, bytes, placed } = model;
  const { source, samples, batch, layers } = calibrated;
  const neurons = network.stages.filter((stage) => stage.kind === 'neuron');
  return {
    project,
    version,
    model: { name: placed.network.name, file, sha256, bytes },
    steps: stepsOf(plan),
    coding: choices.coding,
    neuron_layers: neurons.length,
    neurons: neurons.reduce((sum, { input }) => sum + sampleSize(network.network.shapes.get(input)!), 0),
    counted_layers: network.counted.length,
    calibration: { source, samples, batch },
    notes: warningsFirst([
      ...notes,
      ...calibrated.notes,
      ...defaultNotes(placed, plan, choices),
      ...thresholdNotes(layers),
      ...networkNotes(network),
    ]),
  };
}

const sampleSize = (shape: readonly number[]): number => shape.slice(1).reduce((product, axis) => product * axis, 1);
