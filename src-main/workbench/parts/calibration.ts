/** Calls about the calibration: a summary, the statistics of one layer, and the course of threshold iteration. */
import { layerSettings, stepsOf } from '../../../src-shared/plan/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import type { Context } from '../context.ts';
import { calibrationSummary } from '../projects/index.ts';
import type { Handlers } from '../types.ts';
import { channelMoments, layerStatistics } from './layer-statistics.ts';

type Names = 'calibration.summary' | 'calibration.layer' | 'calibration.iteration';

export function calibrationPart({ projects }: Context): Pick<Handlers, Names> {
  return {
    'calibration.summary': ({ path }) => calibrationSummary(projects.at(path)),
    'calibration.layer': ({ path, layer, channel }) => layerStatistics(projects.at(path), layer, channel),
    'calibration.iteration': async ({ path, layer, channel }, { signal }) => {
      const one = projects.at(path);
      const moments = await channelMoments(one, layer, channel);
      const plan = one.working.plan;
      const settings = layerSettings(plan, one.graph.layers).get(layer)!;
      const request = { channel, ...moments, settings, steps: stepsOf(plan) };
      return runJob('iteration', request, { signal });
    },
  };
}
