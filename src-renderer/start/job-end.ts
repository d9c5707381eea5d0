/** Waiting for a job to end, also over a lost connection. */
import type { JobState } from '../../src-shared/contract/index.ts';
import { fromWire } from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { useWorkbench, workbench, type WorkbenchState } from '../state/index.ts';
import { startTexts } from '../texts/start.ts';

/** Resolves when the job is done. Rejects with its error, `cancelled`, or `job.missing` where the services forgot it. */
export function jobEnd(id: string): Promise<JobState> {
  return new Promise((resolve, reject) => {
    let wasLost = false;
    const look = (state: WorkbenchState, before: WorkbenchState): void => {
      if (state.connection !== 'open') wasLost = true;
      const job = state.jobs.find((one) => one.id === id);
      const isForgotten = wasLost && state.connection === 'open' && state.jobs !== before.jobs && !job;
      if (!isForgotten && (!job || job.state === 'running')) return;
      stop();
      if (!job) reject(new SpikeloomError('job.missing', startTexts.jobForgotten));
      else if (job.state === 'done') resolve(job);
      else if (job.error) reject(fromWire(job.error));
      else reject(new SpikeloomError('cancelled', startTexts.cancelled));
    };
    const stop = useWorkbench.subscribe(look);
    look(workbench(), workbench());
  });
}
