/** The sensitivity table of a plan, as a job. Nothing is saved: the table stays with the job in the list until the host ends. */
import { energyModelNamed } from '../../../src-shared/energy/index.ts';
import { formatPlan, type Plan } from '../../../src-shared/plan/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import { requireNearSamples } from '../../services/project/remote-path.ts';
import type { Context } from '../context.ts';
import type { JobSpec } from '../jobs/index.ts';

/** The choices of a measurement. */
export interface SensitivityJobRequest {
  readonly plan: Plan;
  readonly dataset: string;
  /** Null for all samples. */
  readonly samples: number | null;
  readonly energyModel: string;
}

/** The job, for an open project. It uses the threads of the settings. Throws `option.invalid` for an unknown energy model. */
export function sensitivityJob({ files }: Context, path: string, request: SensitivityJobRequest): JobSpec {
  const { plan, dataset, samples } = request;
  const energyModel = energyModelNamed(request.energyModel, 'energy-model');
  return {
    kind: 'sensitivity',
    title: samples === null ? 'Sensitivity on all samples' : `Sensitivity on ${samples.toLocaleString('en-US')} samples`,
    path,
    work: async ({ signal, onProgress }) => {
      requireNearSamples(dataset);
      const threads = (await files.settings()).threads ?? undefined;
      const limit = samples ?? undefined;
      const order = { project: path, dataset, limit, plan: formatPlan(plan), energyModel, threads };
      const {
        shared: _,
        notes,
        untried,
        ...table
      } = await runJob('sensitivity', order, { signal, onProgress, background: true });
      const names = untried.map(({ layer, field, from, to }) => ({ layer, field, from, to }));
      return { sensitivity: { plan, dataset, table: { ...table, untried: names } }, notes };
    },
  };
}
