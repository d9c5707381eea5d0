/**
 * A version of a project's plan that a format can hold: made, calibrated and compiled in memory, and saved only when everything else has
 * succeeded.
 */
import { formatPlan } from '../../../src-shared/plan/index.ts';
import { compile } from '../../convert/index.ts';
import type { ExportOptions } from '../../../src-shared/export/index.ts';
import { type Exporter, planInstead } from '../../export/index.ts';
import type { CalibrationRecord, PlanRecord, Project } from '../../project/index.ts';
import { calibrateModel, thresholdsOf } from '../calibrate/calibrate-model.ts';
import { bringUpToDate } from '../calibrate/calibrate-project.ts';
import { choicesOf } from '../model/choices.ts';
import type { PreparedNetwork } from '../model/prepared-network.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import { requireNearSamples } from '../project/remote-path.ts';
import type { ServiceContext } from '../progress.ts';
import { loadEngine } from '../run/load-engine.ts';

type Opened = Awaited<ReturnType<typeof openProjectNetwork>>;

/** A version of a plan, and its calibration. */
export interface SavedPlan {
  readonly planRecord: PlanRecord;
  readonly calibration: CalibrationRecord;
}

/** The network to export. */
export interface ChosenNetwork {
  readonly prepared: PreparedNetwork;
  /** Saves the plan version if it is new, and returns it with its calibration. */
  readonly save: () => SavedPlan;
  /** Takes back what `save` has added, for an export that fails after it. */
  readonly undo: () => void;
}

/** The network of the project as it is. */
export const asItIs = (opened: Opened): ChosenNetwork => ({ prepared: opened, save: () => opened, undo: () => {} });

/**
 * The network of a plan that the format can hold: the project's own if another plan would change nothing, an earlier version that is the
 * same, or a new one with new thresholds. The format may still not hold it (`Exporter.write`). Passes on the errors of calibrating.
 */
export async function adaptedNetwork(
  project: Project,
  opened: Opened,
  exporter: Exporter,
  options: ExportOptions,
  context: ServiceContext,
): Promise<ChosenNetwork> {
  const { network, plan: own, planRecord: parent, model } = opened;
  const plan = planInstead(exporter, own, exporter.obstacles?.(network, options) ?? []);
  if (!plan) return asItIs(opened);
  const json = formatPlan(plan);
  const before = project.plans().findLast((record) => record.model === parent.model && record.json === json);
  if (before && project.latestCalibration(before.id)) {
    const { calibration } = await bringUpToDate(project, { version: before.id, engine: 'cpu' }, context);
    return asItIs(await openProjectNetwork(project, undefined, { calibration, model }));
  }
  const prepared = await recalibrated({ ...opened, plan, choices: choicesOf(model.placed, plan) }, context);
  let added: number | undefined;
  return {
    prepared,
    save: () => {
      const at = new Date().toISOString();
      const id = project.savePlan({ model: parent.model, parent: parent.id, message: 'adapted for an export', json, at });
      added = id;
      const { layers, ...facts } = prepared.calibrated;
      const made = project.saveCalibration({
        plan: id,
        source: facts.source,
        samples: facts.samples,
        batch: facts.batch,
        layers,
        at,
      });
      return { planRecord: project.plan(id)!, calibration: project.calibration(made)! };
    },
    undo: () => {
      if (added !== undefined) project.dropPlan(added);
    },
  };
}

/** The network with thresholds of its own plan: calibrated in memory, with the samples of the calibration that it has. */
export async function recalibrated(opened: PreparedNetwork, context: ServiceContext): Promise<PreparedNetwork> {
  const { model, plan, choices, preprocess } = opened;
  const { samples, source, batch } = opened.calibrated;
  if (samples > 0) requireNearSamples(source);
  const engine = { ...context, ...(await loadEngine({ engine: 'cpu' })), preprocess };
  const request = { source: samples > 0 ? source : undefined, batch };
  const calibrated = await calibrateModel(model.placed, plan, choices, request, engine);
  return { ...opened, calibrated, network: compile(model.placed, choices, thresholdsOf(calibrated.layers)) };
}
