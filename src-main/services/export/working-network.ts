/**
 * The network of a plan that a preview looks at: the working plan of a window, or the newest plan of a project. It is compiled in memory;
 * nothing is saved.
 */
import { parsePlan, type Plan } from '../../../src-shared/plan/index.ts';
import type { Thresholds } from '../../../src-shared/spiking/index.ts';
import { compile } from '../../convert/index.ts';
import type { Project } from '../../project/index.ts';
import { thresholdsOf } from '../calibrate/calibrate-model.ts';
import { choicesOf } from '../model/choices.ts';
import { loadModel } from '../model/load-model.ts';
import type { PreparedNetwork } from '../model/prepared-network.ts';
import { findModel, projectState } from '../project/open-project-network.ts';

/** A plan that may not be saved yet. */
export interface WorkingPlan {
  /** The plan as JSON. */
  readonly plan: string;
  /** The calibration whose thresholds are used, except those of the layers in `outdated`. */
  readonly calibration: number;
  readonly outdated: readonly string[];
}

/** A network, and the layers whose thresholds only stand for those of a calibration that has not been done yet. */
export interface WorkingNetwork {
  readonly prepared: PreparedNetwork;
  readonly outdated: readonly string[];
}

/** Stands for thresholds that a calibration brings up to date. Their values change no size and no obstacle of a format. */
const ANY_THRESHOLD: Thresholds = { level: 'layer', shape: [1], values: Float64Array.of(1) };

/** The network of a working plan; undefined: of the project's newest calibration. Throws the errors of loading the project and its model. */
export async function workingNetwork(project: Project, working: WorkingPlan | undefined): Promise<WorkingNetwork> {
  const state = projectState(project, working && project.calibration(working.calibration));
  const { model: record, settings, calibration } = state;
  const plan = working ? parsePlan(working.plan, project.path) : state.plan;
  const model = await loadModel(await findModel(record, project.path), settings);
  const { source, samples, batch, layers } = calibration;
  const known = thresholdsOf(layers);
  const sites = model.placed.sites.map(({ name }) => name);
  const outdated = sites.filter((site) => working?.outdated.includes(site) || !known.has(site));
  for (const layer of outdated) known.set(layer, ANY_THRESHOLD);
  const choices = choicesOf(model.placed, plan);
  const network = compile(model.placed, choices, known);
  const calibrated = { source, samples, batch, layers, notes: [] };
  const { preprocess } = settings;
  return { prepared: { model, preprocess, plan, choices, calibrated, network, notes: model.notes }, outdated };
}

/** The network with another plan, whose thresholds are all to be calibrated. */
export function withPlan(prepared: PreparedNetwork, plan: Plan): WorkingNetwork {
  const { placed } = prepared.model;
  const choices = choicesOf(placed, plan);
  const sites = placed.sites.map(({ name }) => name);
  const network = compile(placed, choices, new Map(sites.map((site) => [site, ANY_THRESHOLD])));
  return { prepared: { ...prepared, plan, choices, network }, outdated: sites };
}
