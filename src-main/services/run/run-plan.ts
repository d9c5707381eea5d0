/** A run as the window asks for it: thresholds are brought up to the plan first, then the plan is evaluated; one job. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { Message } from '../../../src-shared/message/index.ts';
import { openProject, type Project, type RunRecord } from '../../project/index.ts';
import { bringUpToDate } from '../calibrate/calibrate-project.ts';
import { evaluateOpened } from './evaluate-project.ts';
import type { EngineRequest } from './load-engine.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import type { ServiceContext } from '../progress.ts';
import { type CalibrationBrief, calibrationBrief } from '../view/calibration-brief.ts';

export interface RunPlanRequest extends EngineRequest {
  readonly project: string;
  /** Plan version to run. */
  readonly version: number;
  readonly dataset: string;
  /** At most so many samples, spread over the classes; undefined for all. */
  readonly limit?: number | undefined;
  readonly batch: number;
  /** A run that did not end, to be taken up; its thresholds are used, whatever calibration is the plan's newest. */
  readonly run?: number | undefined;
  /** Id of the parent process, where that has the project open and lets this one write (project/open.ts). */
  readonly writer?: number | undefined;
}

export interface RunPlanResult {
  /** The run in the project. */
  readonly run: number;
  readonly calibration: CalibrationBrief;
  /** What its report and its calibration say. */
  readonly notes: readonly Message[];
}

/** Runs a plan version. Throws `run.missing` where the run to take up is done or not there, and what `bringUpToDate` and `evaluateProject` throw. */
export async function runPlan(request: RunPlanRequest, context: ServiceContext): Promise<RunPlanResult> {
  using project = openProject(request.project, { writer: request.writer });
  const taken = request.run === undefined ? undefined : runToTakeUp(project, request.run).calibration;
  const { model, calibration, notes } = await bringUpToDate(project, { ...request, calibration: taken ?? undefined }, context);
  const prepared = await openProjectNetwork(project, undefined, { calibration, model });
  const { run, report } = await evaluateOpened(project, prepared, request, context);
  return { run: run!, calibration: calibrationBrief(calibration), notes: [...notes, ...report.notes] };
}

/** Asked when the job's turn has come: another one may have finished the run while it waited. */
function runToTakeUp(project: Project, id: number): RunRecord {
  const run = project.run(id);
  if (run && run.state !== 'done') return run;
  throw new SpikeloomError(
    'run.missing',
    run ? `Run ${id} is done; start a new one.` : `There is no run ${id}; start a new one.`,
  );
}
