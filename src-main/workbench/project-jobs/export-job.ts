/** An export of a plan version as a job. It first brings the thresholds up to date with the version. */
import { basename, dirname, resolve } from 'node:path';
import { FORMATS } from '../../../src-shared/export/index.ts';
import { removeLeftovers } from '../../runtime/temporary.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import type { Context } from '../context.ts';
import type { JobSpec } from '../jobs/index.ts';
import { exportSummaries } from '../projects/index.ts';
import { recorded } from './recorded.ts';
import type { ExportJobRequest } from './requests.ts';

/** `path`: path of an open project. */
export function exportJob(context: Context, path: string, request: ExportJobRequest): JobSpec {
  const { emit, projects } = context;
  const { format, options, out, name, steps, version, engine, threads, zip, force } = request;
  return {
    kind: 'export',
    title: `Export to ${basename(out)} (${FORMATS[format].label})`,
    path,
    ...recorded(context, path, 'export', request),
    work: async ({ signal, onProgress }) => {
      const plan = { version, engine, threads: threads ?? undefined };
      const given = { name: name ?? undefined, steps: steps ?? undefined, ...options };
      const order = { project: path, writer: process.pid, plan, format, out, zip, force, ...given };
      try {
        const { calibration, notes } = await runJob('export', order, { signal, onProgress, background: true });
        projects.takeCalibration(projects.at(path), calibration);
        return { notes };
      } catch (error) {
        // A process that was killed leaves its temporary folder behind.
        await removeLeftovers(dirname(resolve(out)));
        throw error;
      } finally {
        emit('exports.changed', { path, exports: await exportSummaries(projects.at(path).project) });
      }
    },
  };
}
