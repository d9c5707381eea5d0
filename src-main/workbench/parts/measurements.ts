/** The calls that measure the working plan on samples: the sensitivity of its layers, and how published methods compare with it. */
import type { RequestOf } from '../../../src-shared/contract/index.ts';
import { labelledSamples } from '../../../src-shared/contract/sample-spec.ts';
import type { Plan } from '../../../src-shared/plan/index.ts';
import type { Context } from '../context.ts';
import type { JobSpec } from '../jobs/index.ts';
import { methodsJob, sensitivityJob } from '../project-jobs/index.ts';
import type { Handlers } from '../types.ts';
import { keepUploads } from '../uploads.ts';

export function measurementsPart(context: Context): Pick<Handlers, 'sensitivity.start' | 'methods.start'> {
  const { files, projects, jobs } = context;
  /** Starts the job that `jobOf` makes of a request and the working plan. */
  const starting =
    <R extends { readonly path: string; readonly dataset: string }>(
      jobOf: (context: Context, path: string, request: R & { readonly plan: Plan }) => JobSpec,
    ) =>
    async (request: R, { signal }: { readonly signal: AbortSignal }) => {
      const one = projects.at(request.path);
      // Refused before the model is looked for, which may take long.
      const job = jobOf(context, one.path, { ...request, plan: one.working.plan });
      await projects.requireModel(one, signal);
      await keepUploads(files.paths.uploads, [request.dataset, labelledSamples(request.dataset)?.labels]);
      return { job: jobs.start(job) };
    };
  return {
    'sensitivity.start': starting<RequestOf<'sensitivity.start'>>(sensitivityJob),
    'methods.start': starting<RequestOf<'methods.start'>>(methodsJob),
  };
}
