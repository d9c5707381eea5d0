/** The newest calibration: in brief, the statistics of one layer, and how threshold iteration comes to its answer. */
import type { LayerStatistics } from '../../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { layerSettings, stepsOf } from '../../../src-shared/plan/index.ts';
import type { StoredArray, StoredLayer } from '../../project/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import type { Context } from '../context.ts';
import { calibrationSummary, type OpenedProject } from '../projects/index.ts';
import type { Handlers } from '../types.ts';

type Names = 'calibration.summary' | 'calibration.layer' | 'calibration.iteration';

export function calibrationPart({ projects }: Context): Pick<Handlers, Names> {
  return {
    'calibration.summary': ({ path }) => calibrationSummary(projects.at(path)),
    'calibration.layer': ({ path, layer }) => layerStatistics(storedLayer(projects.at(path), layer)),
    'calibration.iteration': ({ path, layer, channel }, { signal }) => {
      const one = projects.at(path);
      const { mean, variance } = storedLayer(one, layer).statistics;
      if (mean?.values[channel] === undefined || variance?.values[channel] === undefined) {
        const message = `There are no statistics of channel ${channel} of ${layer}; calibrate the project with samples.`;
        throw new SpikeloomError('option.invalid', message, { at: { layer } });
      }
      const plan = one.working.plan;
      const { neuron, thresholds } = layerSettings(plan, one.graph.layers).get(layer)!;
      const request = { channel, mean: mean.values[channel], variance: variance.values[channel], neuron, thresholds };
      return runJob('iteration', { ...request, steps: stepsOf(plan) }, { signal });
    },
  };
}

/** Throws `option.invalid` for a layer that the network does not have. */
function storedLayer({ project, calibration, path }: OpenedProject, name: string): StoredLayer {
  const head = project.calibrationHead(calibration.id);
  const layer = head && project.calibrationLayer(head, name);
  if (layer) return layer;
  throw new SpikeloomError('option.invalid', `${path} has no neuron layer ${JSON.stringify(name)} in its calibration.`, {
    at: { layer: name },
  });
}

function layerStatistics({ layer, level, thresholds, statistics, unsolved, silent }: StoredLayer): LayerStatistics {
  const { mean, variance, max, percentile, histogram, range } = statistics;
  return {
    ...{ layer, level, unsolved: [...unsolved], silent: [...silent] },
    thresholds: [...thresholds.values],
    mean: numbers(mean),
    variance: numbers(variance),
    maximum: numbers(max),
    percentile: percentile ? numbers(percentile) : null,
    histograms: histogram && range ? histograms(histogram, range) : [],
  };
}

const numbers = (array: StoredArray | undefined): number[] => (array ? [...array.values] : []);

/** Per channel, whatever the level of the thresholds; a channel that is 0 everywhere has an empty range. */
function histograms({ shape, values }: StoredArray, range: StoredArray): LayerStatistics['histograms'] {
  const bins = shape[1]!;
  return [...range.values].map((high, channel) => ({
    low: -high,
    high,
    counts: [...values.subarray(channel * bins, (channel + 1) * bins)],
  }));
}
