/** Calls about searches for the best plan within a budget. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { say } from '../../../src-shared/message/index.ts';
import { labelledSamples } from '../../../src-shared/contract/sample-spec.ts';
import { parseBudget } from '../../../src-shared/tuning/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import type { Context } from '../context.ts';
import { tuningJob } from '../project-jobs/index.ts';
import { requireWritable, versionToRun } from '../projects/index.ts';
import type { Handlers } from '../types.ts';
import { keepUploads } from '../uploads.ts';

export function tuningPart(context: Context): Pick<Handlers, 'tuning.start' | 'tuning.read'> {
  const { files, projects, jobs, emit } = context;
  return {
    'tuning.start': async ({ path, ...choices }, { signal }) => {
      const one = projects.at(path);
      requireWritable(one, 'trials could not be stored');
      for (const budget of choices.budgets) parseBudget(budget);
      if (jobs.running(one.path, 'tune'))
        throw new SpikeloomError(
          'option.invalid',
          say`A search of this project goes on; pause it before another one is started.`,
        );
      await projects.requireModel(one, signal);
      const sources = [choices.dataset, ...(choices.holdout === null ? [] : [choices.holdout])];
      await keepUploads(files.paths.uploads, [...sources, ...sources.map((source) => labelledSamples(source)?.labels)]);
      const version = versionToRun(emit, one, 'tuning');
      const request = { ...choices, version, calibration: one.calibration.id };
      return { job: jobs.start(tuningJob(context, one.path, request)) };
    },
    'tuning.read': ({ path }, { signal }) => runJob('read-tuning', { project: projects.at(path).path }, { signal }),
  };
}
