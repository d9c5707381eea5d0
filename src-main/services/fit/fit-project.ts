/** `fit`: whether the network of a project fits a chip or a microcontroller (docs/fit.md). */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import {
  bytesOfOption,
  checkFit,
  checkMemory,
  type FitReport,
  type TargetId,
  targetOf,
  TARGETS,
} from '../../../src-shared/fit/index.ts';
import { option, type OptionId, say } from '../../../src-shared/message/index.ts';
import { parsePlan } from '../../../src-shared/plan/index.ts';
import type { PlacedNetwork } from '../../convert/index.ts';
import { openProject, type PlanRecord, type Project } from '../../project/index.ts';
import { thresholdsOf } from '../calibrate/calibrate-model.ts';
import { loadModel } from '../model/load-model.ts';
import { readModelSettings } from '../model/model-settings.ts';
import { findModel } from '../project/open-project-network.ts';
import { fitSubject, outlineOf } from './fit-subject.ts';
import { libraryMemory } from './library-memory.ts';

export interface FitRequest {
  readonly project: string;
  /** A plan of the project's model as JSON; undefined: the newest version. */
  readonly plan?: string | undefined;
  readonly target: string;
  /** Sizes of memory, such as `1M`, and the format of weights; only for a microcontroller. */
  readonly flash?: string | undefined;
  readonly ram?: string | undefined;
  readonly weights?: string | undefined;
}

export interface FitResult extends FitReport {
  /** The newest plan version, which was checked unless the request has a plan. */
  readonly plan: number;
}

/**
 * Checks a plan of a project, calibrated or not. Throws `option.invalid` for an unknown target or a wrong option, `project.damaged` for a
 * project without a model, `project.missing` if the model's file is gone or has changed, `numbers.unsupported` if the network has no form
 * with weights of 8 bits and they are asked for, and `model.batch` if the exporter of C cannot tell the batch from other axes.
 */
export async function fitProject(request: FitRequest): Promise<FitResult> {
  const { kind, id: name } = targetOf(request.target);
  const id = name as TargetId;
  if (kind !== 'memory') refuseOptions(request);
  const budget = {
    flash: request.flash === undefined ? undefined : bytesOfOption('flash', request.flash),
    ram: request.ram === undefined ? undefined : bytesOfOption('ram', request.ram),
    weights: weightsOf(request.weights),
  };
  using project = openProject(request.project, { readOnly: true });
  const plan = newestPlan(project);
  const placed = await placedNetwork(project, plan);
  const chosen = parsePlan(request.plan ?? plan.json, project.path);
  const subject = fitSubject(placed, chosen);
  if (kind !== 'memory') return { plan: plan.id, ...checkFit(id, subject) };
  const calibration = project.latestCalibration();
  const known = calibration && project.plan(calibration.plan)?.model === plan.model ? calibration.layers : [];
  return { plan: plan.id, ...checkMemory(id, subject, libraryMemory(placed, chosen, thresholdsOf(known)), budget) };
}

export interface FitOutlineRequest {
  readonly project: string;
}

/** The network of a project without the values of its weights, for checks of plans that are being edited. Throws as `fitProject`. */
export async function fitOutline({ project: path }: FitOutlineRequest): Promise<PlacedNetwork> {
  using project = openProject(path, { readOnly: true });
  return outlineOf(await placedNetwork(project, newestPlan(project)));
}

function newestPlan(project: Project): PlanRecord {
  const plan = project.latestPlan();
  if (plan) return plan;
  const message = `${project.path} holds no plan; convert its ONNX file into it again, or into a new project`;
  throw new SpikeloomError('project.damaged', message, { at: { file: project.path } });
}

async function placedNetwork(project: Project, plan: PlanRecord): Promise<PlacedNetwork> {
  const record = project.model(plan.model);
  const settings = record && readModelSettings(record.preprocess);
  if (!record || !settings) {
    const message = `${project.path} holds no model; convert its ONNX file into it again, or into a new project`;
    throw new SpikeloomError('project.damaged', message, { at: { file: project.path } });
  }
  return (await loadModel(await findModel(record, project.path), settings)).placed;
}

function weightsOf(text: string | undefined): 'float32' | 'int8' {
  if (text === undefined) return 'float32';
  if (text === 'float32' || text === 'int8') return text;
  const message = say`${option('weights')}: "${text}" is not allowed; must be float32 or int8`;
  throw new SpikeloomError('option.invalid', message, { at: { option: 'weights' } });
}

/** A chip has memory of its own. */
function refuseOptions({ flash, ram, weights, target }: FitRequest): void {
  const given: [OptionId, string | undefined][] = [
    ['flash', flash],
    ['ram', ram],
    ['weights', weights],
  ];
  const [id] = given.find(([, value]) => value !== undefined) ?? [];
  if (id === undefined) return;
  const processors = Object.values(TARGETS).flatMap((one) => (one.kind === 'memory' ? [one.id] : []));
  const message = say`${option(id)} is not for ${target}, whose memory is known; leave it out, or choose ${option('target')} ${processors.join(' or ')}`;
  throw new SpikeloomError('option.invalid', message, { at: { option: id } });
}
