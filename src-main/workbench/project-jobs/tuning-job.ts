/**
 * A search for the best plan within a budget, as a job. Its evaluations are kept under a job of the search itself, which the command `tune`
 * shares, so that a search that was cancelled or killed goes on when this job is started again.
 */
import { messageOf } from '../../../src-shared/errors/index.ts';
import { parseBudget } from '../../../src-shared/tuning/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import { requireNearSamples } from '../../services/project/remote-path.ts';
import type { TuneRequest } from '../../services/tune/prepare-search.ts';
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
  return {
    kind: 'tune',
    title: titled('Tuning', request),
    path,
    ...recorded(context, path, TUNING_RECORD, request),
    work: async ({ job, signal, onProgress }) => {
      const order = await orderOf(context, path, request);
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

/** The forecast of a search. It can be asked for again, so that the project keeps no record of the job. */
export const forecastJob = (context: Context, path: string, request: TuningJobRequest): JobSpec => ({
  kind: 'forecast',
  title: titled('Forecast of tuning', request),
  path,
  work: async ({ signal, onProgress }) => {
    const order = await orderOf(context, path, request);
    return { forecast: await runJob('forecast-tuning', order, { signal, onProgress, background: true }), notes: [] };
  },
});

const titled = (what: string, { budgets }: TuningJobRequest): string =>
  budgets.length === 0 ? what : `${what} for ${budgets.join(', ')}`;

/** The request as the service takes it. */
async function orderOf(context: Context, path: string, request: TuningJobRequest): Promise<TuneRequest> {
  const { version, calibration, dataset, holdout, budgets, time, engine: _, threads: __, ...wanted } = request;
  for (const source of [dataset, holdout]) if (source !== null) requireNearSamples(source);
  return {
    ...{ project: path, writer: process.pid, from: { version, calibration }, dataset, holdout: holdout ?? undefined },
    ...{ ...wanted, ...(await engineRequest(context, request)), budgets: budgets.map(parseBudget), time: time ?? undefined },
  };
}
