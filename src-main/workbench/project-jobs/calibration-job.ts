/** A calibration of a plan version, over all of its samples, as a job. */
import { runJob } from '../../services/jobs/run-job.ts';
import { requireNearSamples } from '../../services/project/remote-path.ts';
import type { Context } from '../context.ts';
import type { JobSpec } from '../jobs/index.ts';
import { engineRequest } from './engine-request.ts';
import { recorded } from './recorded.ts';
import type { CalibrationJobRequest } from './requests.ts';

/** `path`: path of an open project. */
export function calibrationJob(context: Context, path: string, request: CalibrationJobRequest): JobSpec {
  const { projects } = context;
  const { version, source, batch } = request;
  return {
    kind: 'calibrate',
    title: 'Calibration',
    path,
    ...recorded(context, path, 'calibrate', request),
    work: async ({ signal, onProgress }) => {
      requireNearSamples(source);
      const engine = await engineRequest(context, request);
      const { calibration, notes } = await runJob(
        'calibrate',
        { project: path, writer: process.pid, version, ...engine, pass: { source, batch } },
        { signal, onProgress, background: true },
      );
      projects.takeCalibration(projects.at(path), calibration);
      return { notes };
    },
  };
}
