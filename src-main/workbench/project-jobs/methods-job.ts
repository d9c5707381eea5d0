/** A comparison of methods, as a job. Nothing is saved: the comparison stays with the job in the list until the host ends. */
import type { RequestOf } from '../../../src-shared/contract/index.ts';
import { energyModelNamed } from '../../../src-shared/energy/index.ts';
import { formatPlan, type Plan } from '../../../src-shared/plan/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import { requireNearSamples } from '../../services/project/remote-path.ts';
import type { Context } from '../context.ts';
import type { JobSpec } from '../jobs/index.ts';
import { engineRequest } from './engine-request.ts';

/** The choices of a comparison, with the working plan. */
export interface MethodsJobRequest extends Omit<RequestOf<'methods.start'>, 'path'> {
  readonly plan: Plan;
}

/** The job, for an open project. Throws `option.invalid` for an unknown energy model. */
export function methodsJob(context: Context, path: string, request: MethodsJobRequest): JobSpec {
  const { plan, dataset, samples, steps } = request;
  const energyModel = energyModelNamed(request.energyModel, 'energy-model');
  return {
    kind: 'methods',
    title: samples === null ? 'Methods on all samples' : `Methods on ${samples.toLocaleString('en-US')} samples`,
    path,
    work: async ({ signal, onProgress }) => {
      requireNearSamples(dataset);
      const choices = { project: path, dataset, limit: samples ?? undefined, steps: steps ?? undefined };
      const order = { ...choices, plan: formatPlan(plan), energyModel, ...(await engineRequest(context, request)) };
      const { page: _, notes, ...comparison } = await runJob('compare-methods', order, { signal, onProgress, background: true });
      return { methods: { dataset, comparison }, notes };
    },
  };
}
