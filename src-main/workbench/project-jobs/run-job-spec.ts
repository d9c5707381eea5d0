/** A run of a plan version as a job: thresholds are brought up to it first, results are told batch by batch. */
import { messageOf } from '../../../src-shared/errors/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import { requireNearSamples } from '../../services/project/remote-path.ts';
import type { Context } from '../context.ts';
import type { JobSpec } from '../jobs/index.ts';
import { runSummaries } from '../projects/index.ts';
import { recorded } from './recorded.ts';
import type { RunJobRequest } from './requests.ts';

/** `path`: of a project that is open. */
export function runJobSpec(context: Context, path: string, request: RunJobRequest): JobSpec {
  const { emit, projects } = context;
  const { version, dataset, samples, batch, engine, threads, run: taken } = request;
  const tellRuns = (): void => emit('runs.changed', { path, runs: runSummaries(projects.at(path).project) });
  return {
    kind: 'run',
    title: `Run of ${samplesText(samples)}`,
    path,
    ...recorded(context, path, 'run', request),
    work: async ({ job, signal, onProgress }) => {
      requireNearSamples(dataset);
      let told = false;
      const options = { version, dataset, batch, engine, threads: threads ?? undefined, limit: samples ?? undefined, run: taken };
      try {
        const { run, calibration, notes } = await runJob(
          'run',
          { project: path, writer: process.pid, ...options },
          {
            signal,
            background: true,
            onProgress: (progress) => {
              // A run is in the project from its first batch on.
              if (progress.phase === 'simulating' && !told) tellRuns();
              told ||= progress.phase === 'simulating';
              onProgress(progress);
            },
            onPartial: (partial) => emit('run.progress', { job, path, ...partial }),
          },
        );
        projects.takeCalibration(projects.at(path), calibration);
        return { run, notes };
      } catch (error) {
        // A process that was killed could not say so itself.
        const end = { at: new Date().toISOString(), error: messageOf(error) };
        projects
          .at(path)
          .project.endInterruptedRuns(signal.aborted ? { state: 'cancelled', at: end.at } : { state: 'failed', ...end });
        throw error;
      } finally {
        tellRuns();
      }
    },
  };
}

function samplesText(samples: number | null): string {
  if (samples === null) return 'all samples';
  return samples === 1 ? '1 sample' : `${samples.toLocaleString('en-US')} samples`;
}
