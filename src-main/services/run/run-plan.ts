/** A run requested by the window: one job that first brings the thresholds up to date with the plan and then evaluates it. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { distinctNotes, type Note, say, warning, warningsFirst, withoutStop } from '../../../src-shared/message/index.ts';
import { openProject, type Project, type RunRecord } from '../../project/index.ts';
import { bringUpToDate } from '../calibrate/calibrate-project.ts';
import { evaluateOpened } from './evaluate-project.ts';
import { numbersOf } from './int8-numbers.ts';
import type { EngineRequest } from './load-engine.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import type { ServiceContext } from '../progress.ts';
import type { RecordingRequest } from '../spikes/plan-recording.ts';
import type { RecordingResult } from '../spikes/record-spikes.ts';
import { type CalibrationBrief, calibrationBrief } from '../view/calibration-brief.ts';

export interface RunPlanRequest extends EngineRequest {
  readonly project: string;
  /** Plan version to run. */
  readonly version: number;
  readonly dataset: string;
  /** Largest number of samples, spread over the classes; undefined for all. */
  readonly limit?: number | undefined;
  readonly batch: number;
  /** Layers and samples whose spikes are recorded. A resumed run keeps what it was asked for. */
  readonly recording?: RecordingRequest | undefined;
  /** An unfinished run to resume. It keeps its own thresholds, even if the plan has a newer calibration. */
  readonly run?: number | undefined;
  /** Id of the parent process, where that has the project open and lets this one write (project/open.ts). */
  readonly writer?: number | undefined;
}

export interface RunPlanResult {
  /** The run in the project. */
  readonly run: number;
  readonly calibration: CalibrationBrief;
  /** Notes of its report and its calibration. */
  readonly notes: readonly Note[];
}

/**
 * Runs a plan version. Throws `run.missing` if the run to resume is finished or does not exist. Passes on the errors of
 * `bringUpToDate` and `evaluateProject`.
 */
export async function runPlan(request: RunPlanRequest, context: ServiceContext): Promise<RunPlanResult> {
  using project = openProject(request.project, { writer: request.writer });
  const taken = request.run === undefined ? undefined : runToTakeUp(project, request.run);
  const of = { ...request, calibration: taken?.calibration ?? undefined };
  const { model, calibration, notes } = await bringUpToDate(project, of, context);
  const prepared = await openProjectNetwork(project, undefined, { calibration, model });
  const { run, report, recorded } = await evaluateOpened(project, prepared, { ...request, numbers: numbersOf(taken) }, context);
  return {
    run: run!,
    calibration: calibrationBrief(calibration),
    notes: distinctNotes(warningsFirst([...notes, ...report.notes, ...missingSpikes(recorded)])),
  };
}

/** A warning if spikes that were asked for are missing. */
const missingSpikes = (recorded: RecordingResult | undefined): Note[] => {
  const { missing = null } = recorded ?? {};
  return missing === null ? [] : [warning(say`Spikes are missing: ${withoutStop(missing)}. The run itself is whole.`)];
};

/** Looked up when the job starts, because another job may have finished the run while this one waited. */
function runToTakeUp(project: Project, id: number): RunRecord {
  const run = project.run(id);
  if (run && run.state !== 'done') return run;
  throw new SpikeloomError(
    'run.missing',
    run ? `Run ${id} is done; start a new one.` : `There is no run ${id}; start a new one.`,
  );
}
