/** A run of a plan version as a job. It first brings the thresholds up to date with the version, then sends results batch by batch. */
import { messageOf } from '../../../src-shared/errors/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import { requireNearSamples } from '../../services/project/remote-path.ts';
import type { Context } from '../context.ts';
import type { JobSpec } from '../jobs/index.ts';
import { tellRuns } from '../projects/index.ts';
import { recorded } from './recorded.ts';
import { engineRequest } from './engine-request.ts';
import type { RunJobRequest } from './requests.ts';

/** `path`: path of an open project. */
export function runJobSpec(context: Context, path: string, request: RunJobRequest): JobSpec {
  const { emit, projects } = context;
  const { version, dataset, samples, batch, recording, run: taken } = request;
  const tellList = (): void => tellRuns(emit, projects.at(path));
  return {
    kind: 'run',
    title: `Run of ${samplesText(samples)}`,
    path,
    ...recorded(context, path, 'run', request),
    work: async ({ job, signal, onProgress }) => {
      requireNearSamples(dataset);
      let told = false;
      const engine = await engineRequest(context, request);
      const options = { version, dataset, batch, ...engine, limit: samples ?? undefined, recording, run: taken };
      try {
        const { run, calibration, notes } = await runJob(
          'run',
          { project: path, writer: process.pid, ...options },
          {
            signal,
            background: true,
            onProgress: (progress) => {
              // A run is stored in the project from its first batch on.
              if (progress.phase === 'simulating' && !told) tellList();
              told ||= progress.phase === 'simulating';
              onProgress(progress);
            },
            onPartial: (partial) => emit('run.progress', { job, path, ...partial }),
          },
        );
        projects.takeCalibration(projects.at(path), calibration);
        return { run, notes };
      } catch (error) {
        // A killed process cannot mark its run as ended, so this is done here.
        const end = { at: new Date().toISOString(), error: messageOf(error) };
        projects
          .at(path)
          .project.endInterruptedRuns(signal.aborted ? { state: 'cancelled', at: end.at } : { state: 'failed', ...end });
        throw error;
      } finally {
        tellList();
      }
    },
  };
}

function samplesText(samples: number | null): string {
  if (samples === null) return 'all samples';
  return samples === 1 ? '1 sample' : `${samples.toLocaleString('en-US')} samples`;
}
