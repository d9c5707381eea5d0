/** The jobs of the open project that the run bar is about. */
import type { JobState } from '../../src-shared/contract/index.ts';
import { attempt, useWorkbench, workbench, type WorkbenchState } from '../state/index.ts';
import { host } from '../host/client.ts';

const mine = ({ jobs, project }: WorkbenchState): readonly JobState[] =>
  jobs.filter(({ path, kind }) => path === project?.path && ['run', 'calibrate', 'record'].includes(kind));

/** The run or calibration that goes on; undefined where none does. */
export const runningJob = (state: WorkbenchState = workbench()): JobState | undefined =>
  mine(state).find(({ state: now }) => now === 'running');

/** The latest one where it failed. */
export const failedJob = (state: WorkbenchState): JobState | undefined => {
  const [newest] = mine(state);
  return newest?.state === 'failed' ? newest : undefined;
};

/** Hooks of the same. */
export const useRunningJob = (): JobState | undefined => useWorkbench(runningJob);
export const useFailedJob = (): JobState | undefined => useWorkbench(failedJob);

/** Cancels what goes on. */
export function cancelJob(): void {
  const job = runningJob();
  if (job) attempt(() => host().call('job.cancel', { job: job.id }));
}

/** Starts a job that failed once more. */
export const retryJob = (job: string): void => attempt(() => host().call('job.retry', { job }));
