/**
 * The workload of a finished run: its stored counts, and the sizes of the network that it ran, which are read from the model again.
 * A job.
 */
import { z } from 'zod';
import { isEngineId } from '../../../src-shared/engine/index.ts';
import { type StepQuality, type Workload, workloadOf } from '../../../src-shared/energy/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { option, say } from '../../../src-shared/message/index.ts';
import { openProject, type Project, type RunRecord } from '../../project/index.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import { reportFrame } from '../report/report-frame.ts';
import { foldBatches } from '../run/run-dataset.ts';
import { damagedRun, storedBatches } from '../run/run-store.ts';

export interface RunWorkloadRequest {
  readonly project: string;
  /** Number of the run; the newest finished one if undefined. */
  readonly run?: number | undefined;
}

export interface RunWorkload {
  readonly run: number;
  readonly workload: Workload;
  /** What the run reached after each step. */
  readonly quality: readonly StepQuality[];
}

const positive = z.int().min(1);
const settingsSchema = z.object({ steps: positive, batch: positive, samples: positive });

/**
 * Reads the workload of a run. Throws `run.missing` for a run that is not there or not done, `project.missing` if its model is
 * gone, and `project.damaged` if its counts are not those of the network.
 */
export async function runWorkload({ project: path, run: id }: RunWorkloadRequest): Promise<RunWorkload> {
  using project = openProject(path, { readOnly: true });
  const run = finishedRun(project, id);
  const calibration = run.calibration === null ? undefined : project.calibration(run.calibration);
  const settings = settingsSchema.safeParse(run.settings);
  if (!calibration || !settings.success || !isEngineId(run.engine)) throw damagedRun(project, run.id);
  const { steps, batch, samples } = settings.data;
  const prepared = await openProjectNetwork(project, undefined, { calibration });
  const frame = reportFrame(prepared, { engine: run.engine }, steps);
  const batches = storedBatches(project, run.id, { frame, steps, batch, samples });
  if (batches.length === 0) throw damagedRun(project, run.id);
  const counted = batches.reduce((sum, one) => sum + one.samples, 0);
  const workload = workloadOf(prepared.network, { samples: counted, steps, ...foldBatches(batches).counts });
  const quality = run.report.steps.map(({ accuracy, agreement }) => ({ accuracy, agreement }));
  return { run: run.id, workload, quality };
}

/** The run, with its report. */
function finishedRun(
  project: Project,
  id: number | undefined,
): RunRecord & { readonly report: NonNullable<RunRecord['report']> } {
  const run = id === undefined ? project.latestRun() : project.run(id);
  const { report } = run ?? {};
  if (run && report) return { ...run, report };
  if (run)
    throw new SpikeloomError('run.missing', `Run ${run.id} is ${run.state} and has no counts yet; choose a run that is done.`);
  const message =
    id === undefined
      ? say`${project.path} has no finished run; make one: spikeloom evaluate ${project.path} ${option('dataset', 'SRC')}`
      : `There is no run ${id} in ${project.path}; choose another one.`;
  throw new SpikeloomError('run.missing', message, { at: { file: project.path } });
}
