/**
 * A search for the best plan within a budget, as a job. Its evaluations are kept under a job of the search itself, which the command `tune`
 * shares, so that a search that was cancelled or killed goes on when this job is started again.
 */
import { messageOf } from '../../../src-shared/errors/index.ts';
import { parseBudget } from '../../../src-shared/tuning/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import { requireNearSamples } from '../../services/project/remote-path.ts';
import { TUNE_JOB } from '../../services/tune/trial-store.ts';
import type { Context } from '../context.ts';
import type { JobSpec } from '../jobs/index.ts';
import { engineRequest } from './engine-request.ts';
import { recorded } from './recorded.ts';
import type { TuningJobRequest } from './requests.ts';

/** The kind under which a project keeps the requests of windows. */
export const TUNING_RECORD = 'tuning';

/** `path`: path of an open project. */
export function tuningJob(context: Context, path: string, request: TuningJobRequest): JobSpec {
  const { emit, projects } = context;
  const { version, calibration, dataset, holdout, budgets, time, engine: _, threads: __, ...wanted } = request;
  return {
    kind: 'tune',
    title: budgets.length === 0 ? 'Tuning' : `Tuning for ${budgets.join(', ')}`,
    path,
    ...recorded(context, path, TUNING_RECORD, request),
    work: async ({ job, signal, onProgress }) => {
      for (const source of [dataset, holdout]) if (source !== null) requireNearSamples(source);
      const engine = await engineRequest(context, request);
      const order = {
        ...{ project: path, writer: process.pid, from: { version, calibration }, dataset, holdout: holdout ?? undefined },
        ...{ ...wanted, ...engine, budgets: budgets.map(parseBudget), time: time ?? undefined },
      };
      try {
        const { notes } = await runJob('tune', order, {
          ...{ signal, onProgress, background: true },
          onTrials: (points) => emit('tuning.trials', { job, path, points: [...points] }),
        });
        return { notes };
      } catch (error) {
        // A killed process cannot mark its search as ended, so this is done here.
        const { project } = projects.at(path);
        const end = { at: new Date().toISOString(), error: messageOf(error) };
        for (const { id, kind, state } of project.jobs())
          if (kind === TUNE_JOB && state === 'running')
            project.endJob(id, signal.aborted ? { state: 'cancelled', at: end.at } : { state: 'failed', ...end });
        throw error;
      }
    },
  };
}
