/** The call that compares methods. */
import { labelledSamples } from '../../../src-shared/contract/sample-spec.ts';
import type { Context } from '../context.ts';
import { methodsJob } from '../project-jobs/index.ts';
import type { Handlers } from '../types.ts';
import { keepUploads } from '../uploads.ts';

export function methodsPart(context: Context): Pick<Handlers, 'methods.start'> {
  const { files, projects, jobs } = context;
  return {
    'methods.start': async ({ path, ...request }, { signal }) => {
      const one = projects.at(path);
      // Refused before the model is looked for, which may take long.
      const job = methodsJob(context, one.path, { ...request, plan: one.working.plan });
      await projects.requireModel(one, signal);
      await keepUploads(files.paths.uploads, [request.dataset, labelledSamples(request.dataset)?.labels]);
      return { job: jobs.start(job) };
    },
  };
}
