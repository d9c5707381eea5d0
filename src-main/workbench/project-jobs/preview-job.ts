/** A preview of a remedy, as a job. Nothing is saved, so that the project keeps no record of it. */
import type { EngineId } from '../../../src-shared/engine/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import type { PreviewRemedyRequest } from '../../services/run/preview-remedy.ts';
import type { Context } from '../context.ts';
import type { JobSpec } from '../jobs/index.ts';
import { engineRequest } from './engine-request.ts';

/** The job. It uses the threads and the adapter of the settings. */
export const previewJob = (
  context: Context,
  engine: EngineId,
  request: Omit<PreviewRemedyRequest, 'engine' | 'threads' | 'gpuAdapter'>,
): JobSpec => ({
  kind: 'preview',
  title: `Preview for ${request.layer}`,
  path: request.project,
  work: async ({ signal, onProgress }) => {
    const { threads } = await context.files.settings();
    const whole = { ...request, ...(await engineRequest(context, { engine, threads })) };
    return { preview: await runJob('preview-remedy', whole, { signal, onProgress, background: true }), notes: [] };
  },
});
