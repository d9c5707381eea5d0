/** The call that measures the sensitivity of the working plan. */
import type { Context } from '../context.ts';
import { sensitivityJob } from '../project-jobs/index.ts';
import type { Handlers } from '../types.ts';
import { keepUploads } from '../uploads.ts';
import { labelledSamples } from '../../../src-shared/contract/sample-spec.ts';

export function sensitivityPart(context: Context): Pick<Handlers, 'sensitivity.start'> {
  const { files, projects, jobs } = context;
  return {
    'sensitivity.start': async ({ path, ...request }, { signal }) => {
      const one = projects.at(path);
      // Refused before the model is looked for, which may take long.
      const job = sensitivityJob(context, one.path, { ...request, plan: one.working.plan });
      await projects.requireModel(one, signal);
      await keepUploads(files.paths.uploads, [request.dataset, labelledSamples(request.dataset)?.labels]);
      return { job: jobs.start(job) };
    },
  };
}
