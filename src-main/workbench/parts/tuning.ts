/** Calls about searches for the best plan within a budget. */
import type { RequestOf } from '../../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { say } from '../../../src-shared/message/index.ts';
import { labelledSamples } from '../../../src-shared/contract/sample-spec.ts';
import { parseBudget } from '../../../src-shared/tuning/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import type { Context } from '../context.ts';
import { forecastJob, tuningJob } from '../project-jobs/index.ts';
import { requireWritable, versionToRun } from '../projects/index.ts';
import type { Handlers } from '../types.ts';
import { keepUploads } from '../uploads.ts';

type Names = 'tuning.start' | 'tuning.forecast' | 'tuning.read';
type Asked = RequestOf<'tuning.start'>;

export function tuningPart(context: Context): Pick<Handlers, Names> {
  const { files, projects, jobs, emit } = context;
  /** The request of a job, once everything that it needs is there. */
  const requested = async ({ path, ...choices }: Asked, signal: AbortSignal) => {
    const one = projects.at(path);
    requireWritable(one, 'trials could not be stored');
    for (const budget of choices.budgets) parseBudget(budget);
    if (jobs.running(one.path, 'tune'))
      throw new SpikeloomError('option.invalid', say`A search of this project goes on; pause it before another one is started.`);
    await projects.requireModel(one, signal);
    const sources = [choices.dataset, ...(choices.holdout === null ? [] : [choices.holdout])];
    await keepUploads(files.paths.uploads, [...sources, ...sources.map((source) => labelledSamples(source)?.labels)]);
    const version = versionToRun(emit, one, 'tuning');
    return { path: one.path, request: { ...choices, version, calibration: one.calibration.id } };
  };
  return {
    'tuning.start': async (asked, { signal }) => {
      const { path, request } = await requested(asked, signal);
      return { job: jobs.start(tuningJob(context, path, request)) };
    },
    'tuning.forecast': async (asked, { signal }) => {
      const { path, request } = await requested(asked, signal);
      return { job: jobs.start(forecastJob(context, path, request)) };
    },
    'tuning.read': ({ path }, { signal }) => runJob('read-tuning', { project: projects.at(path).path }, { signal }),
  };
}
