/** A run as the window asks for it: thresholds are brought up to the plan first, then the plan is evaluated; one job. */
import { openProject } from '../project/index.ts';
import { bringUpToDate } from './calibrate-project.ts';
import { evaluateOpened } from './evaluate-project.ts';
import type { EngineRequest } from './load-engine.ts';
import { openProjectNetwork } from './open-project-network.ts';
import type { ServiceContext } from './progress.ts';
import { type CalibrationBrief, calibrationBrief } from './view/calibration-brief.ts';

export interface RunPlanRequest extends EngineRequest {
  readonly project: string;
  /** Plan version to run. */
  readonly version: number;
  readonly dataset: string;
  /** At most so many samples, spread over the classes; undefined for all. */
  readonly limit?: number | undefined;
  readonly batch: number;
  /** Id of the parent process, where that has the project open and lets this one write (project/open.ts). */
  readonly writer?: number | undefined;
}

export interface RunPlanResult {
  /** The run in the project. */
  readonly run: number;
  readonly calibration: CalibrationBrief;
  /** What its report and its calibration say. */
  readonly notes: readonly string[];
}

/** Runs a plan version. Throws what `bringUpToDate` and `evaluateProject` throw. */
export async function runPlan(request: RunPlanRequest, context: ServiceContext): Promise<RunPlanResult> {
  using project = openProject(request.project, { writer: request.writer });
  const { model, calibration, notes } = await bringUpToDate(project, request, context);
  const prepared = await openProjectNetwork(project, undefined, { calibration, model });
  const { run, report } = await evaluateOpened(project, prepared, request, context);
  return { run: run!, calibration: calibrationBrief(calibration), notes: [...notes, ...report.notes] };
}
