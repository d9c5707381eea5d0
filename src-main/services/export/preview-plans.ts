/**
 * The losses of an export, before anything is written or saved: the layers that the format cannot hold, the version of the plan that it can
 * hold, and the answers of the program that reads the files.
 */
import packageJson from '../../../package.json' with { type: 'json' };
import type { Manifest } from '../../../src-shared/export/index.ts';
import { checkReadout, type Plan, readoutFromOf, stepsOf } from '../../../src-shared/plan/index.ts';
import { type ExportObstacle, EXPORTERS, planInstead } from '../../export/index.ts';
import { openProject } from '../../project/index.ts';
import type { ServiceContext } from '../progress.ts';
import { recalibrated } from './adapted-network.ts';
import { expectedOutputs, packageSamples } from './expected-outputs.ts';
import { checkChoices, type GivenChoices } from './check-choices.ts';
import { newestRun } from './manifest.ts';
import { measureTarget } from './measure-target.ts';
import { withPlan, type WorkingNetwork, workingNetwork, type WorkingPlan } from './working-network.ts';

export interface PreviewPlansRequest extends GivenChoices {
  readonly project: string;
  /** The plan to examine; undefined: that of the project's newest calibration. */
  readonly working?: WorkingPlan | undefined;
}

/** A plan as an export would take it. */
export interface PlanPreview {
  readonly plan: Plan;
  /** The parts that the format cannot hold, by layer. */
  readonly obstacles: readonly ExportObstacle[];
  /** Answers of the program that reads the files beside those of the engine; null if there are obstacles, or the files decide alone. */
  readonly reader: Manifest['reader'];
}

export interface PlansPreview {
  readonly own: PlanPreview;
  /** The version that the format can hold better; null if another plan would change nothing. */
  readonly adapted: PlanPreview | null;
}

/** Examines a plan for a format, and a version of it if that helps. Passes on the errors of opening, calibrating and running. */
export async function previewPlans(request: PreviewPlansRequest, context: ServiceContext): Promise<PlansPreview> {
  const { format, options, steps: given } = checkChoices(request);
  const exporter = await EXPORTERS[format]();
  using project = openProject(request.project, { readOnly: true });
  context.onProgress?.({ phase: 'importing', done: 0, total: 1 });
  const working = await workingNetwork(project, request.working);
  context.signal.throwIfAborted();
  const run = newestRun(project, options);

  const examine = async ({ prepared: found, outdated }: WorkingNetwork): Promise<PlanPreview> => {
    const { plan } = found;
    const obstacles = exporter.obstacles?.(found.network, options) ?? [];
    if (obstacles.length > 0 || !exporter.target) return { plan, obstacles, reader: null };
    const prepared = outdated.length > 0 ? await recalibrated(found, context) : found;
    const spiking = prepared.network;
    const steps = given ?? stepsOf(plan);
    checkReadout(readoutFromOf(plan), steps);
    const subject = { spiking, name: request.name ?? 'preview', steps, version: packageJson.version };
    const samples = await packageSamples(prepared, context);
    const expected = await expectedOutputs(spiking, samples, steps, context);
    const exported = exporter.write(subject, options);
    const target = exporter.target(subject, options);
    const reader = await measureTarget({ target, subject, options, exported, prepared, run, samples, expected }, context);
    return { plan, obstacles, reader };
  };

  const own = await examine(working);
  const instead = planInstead(exporter, own.plan, own.obstacles);
  return { own, adapted: instead ? await examine(withPlan(working.prepared, instead)) : null };
}
