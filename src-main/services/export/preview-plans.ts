/**
 * What an export would lose, before anything is written or saved: the layers that the format cannot hold, the version of the plan that it can
 * hold, and what the program that reads the files computes of it.
 */
import packageJson from '../../../package.json' with { type: 'json' };
import type { ExporterId, ExportOptions, Manifest } from '../../../src-shared/export/index.ts';
import { formatPlan, stepsOf } from '../../../src-shared/plan/index.ts';
import { type ExportObstacle, EXPORTERS } from '../../export/index.ts';
import { openProject } from '../../project/index.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import type { ServiceContext } from '../progress.ts';
import { adaptedNetwork, asItIs, type ChosenNetwork } from './adapted-network.ts';
import { expectedOutputs, packageSamples } from './expected-outputs.ts';
import { checkChoices } from './check-choices.ts';
import { newestRun } from './manifest.ts';
import { measureTarget } from './measure-target.ts';

export interface PreviewPlansRequest {
  readonly project: string;
  readonly format: ExporterId;
  readonly options: ExportOptions;
  /** T; undefined: that of the plan. */
  readonly steps?: number | undefined;
}

/** A plan as an export would take it. */
export interface PlanPreview {
  /** The text of the plan. */
  readonly plan: string;
  /** What the format cannot hold of it, by layer. */
  readonly obstacles: readonly ExportObstacle[];
  /** Answers of the program that reads the files beside those of the engine; null if there are obstacles, or the files decide alone. */
  readonly reader: Manifest['reader'];
}

export interface PlansPreview {
  readonly own: PlanPreview;
  /** The version that the format can hold better; null if another plan would change nothing. */
  readonly adapted: PlanPreview | null;
}

/** Examines a project's plan for a format, and a version of it if that helps. Passes on the errors of opening, calibrating and running. */
export async function previewPlans(request: PreviewPlansRequest, context: ServiceContext): Promise<PlansPreview> {
  const { format, options, steps: given } = checkChoices(request);
  const exporter = await EXPORTERS[format]();
  using project = openProject(request.project, { readOnly: true });
  const opened = await openProjectNetwork(project);
  const run = newestRun(project, options);

  const examine = async ({ prepared }: ChosenNetwork): Promise<PlanPreview> => {
    const { network: spiking, plan } = prepared;
    const obstacles = exporter.obstacles?.(spiking, options) ?? [];
    const steps = given ?? stepsOf(plan);
    const subject = { spiking, name: 'preview', steps, version: packageJson.version };
    const target = exporter.target?.(subject, options);
    if (obstacles.length > 0 || !target) return { plan: formatPlan(plan), obstacles, reader: null };
    const samples = await packageSamples(prepared, context);
    const expected = await expectedOutputs(spiking, samples, steps, context);
    const exported = exporter.write(subject, options);
    const reader = await measureTarget({ target, subject, options, exported, prepared, run, samples, expected }, context);
    return { plan: formatPlan(plan), obstacles, reader };
  };

  const own = await examine(asItIs(opened));
  if (!exporter.adapted || !own.obstacles.some(({ byPlan }) => byPlan)) return { own, adapted: null };
  return { own, adapted: await examine(await adaptedNetwork(project, opened, exporter, options, context)) };
}
