/** Recording spikes of a run that is done, as a job. It can be started again from the run, so that the project keeps no record of the job. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { say, withoutStop } from '../../../src-shared/message/index.ts';
import type { SpikeChoice } from '../../../src-shared/spikes/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import type { Context } from '../context.ts';
import type { JobSpec } from '../jobs/index.ts';

/** `path`: path of an open project. */
export const recordJob = (
  { files }: Pick<Context, 'files'>,
  path: string,
  run: number,
  recording: SpikeChoice,
  threads: number | null,
): JobSpec => ({
  kind: 'record',
  title: `Spikes of run ${run}`,
  path,
  work: async ({ signal, onProgress }) => {
    const { gpuAdapter } = await files.settings();
    const engine = { threads: threads ?? undefined, gpuAdapter: gpuAdapter ?? undefined };
    const request = { project: path, writer: process.pid, run, recording, ...engine };
    const { missing } = await runJob('record-run', request, { signal, onProgress, background: true });
    if (missing === null) return { run, notes: [] };
    throw new SpikeloomError('engine.failed', say`Spikes are missing: ${withoutStop(missing)}. The run itself is whole.`);
  },
});
