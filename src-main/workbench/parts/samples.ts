/** Calls about the samples of runs: what is kept of them, and pictures of a few. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { RunRecord } from '../../project/index.ts';
import { ranWith } from '../../services/capsule/run-settings.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import { requireNear, requireNearSamples } from '../../services/project/remote-path.ts';
import { runRecords } from '../../services/view/run-records.ts';
import type { Context } from '../context.ts';
import { type OpenedProject, runAt } from '../projects/index.ts';
import type { Handlers } from '../types.ts';

export function samplesPart({ projects }: Pick<Context, 'projects'>): Pick<Handlers, 'run.records' | 'run.pictures'> {
  return {
    'run.records': ({ path, id, from }) => {
      const one = projects.at(path);
      const run = runAt(one, id);
      return runRecords(one.project, run, from, isOfModel(one, run) ? one.model.classes : null);
    },
    'run.pictures': ({ path, id, samples }, { signal }) => {
      const one = projects.at(path);
      const run = runAt(one, id);
      // Numbers of samples count in the whole dataset, also for a part of an evaluation.
      const settings = ranWith({ ...run.settings, shard: undefined });
      if (!settings || !isOfModel(one, run)) {
        const message = `Run ${id} is of another model than the one that is open, or of an older version; a new run has pictures.`;
        throw new SpikeloomError('option.invalid', message);
      }
      requireNearSamples(run.dataset);
      if (settings.labels !== undefined) requireNear(settings.labels);
      const { samples: count, data, labels, skipBad, limit, preprocess } = settings;
      const { input, outputs } = one.graph;
      const [classCount, ...others] = outputs[0]?.shape ?? [];
      return runJob(
        'pictures',
        {
          ...{ source: run.dataset, preprocess, shape: input.shape, count, data, samples },
          ...{ labels, skipBad, limit, classCount: others.length === 0 ? classCount : undefined },
        },
        { signal },
      );
    },
  };
}

/** True if a run used the model that the project shows. */
function isOfModel({ project }: OpenedProject, run: RunRecord): boolean {
  const modelOf = (plan: number | undefined): number | undefined => (plan === undefined ? undefined : project.plan(plan)?.model);
  const shown = modelOf(project.latestCalibrationHead()?.plan);
  return shown !== undefined && modelOf(run.plan) === shown;
}
