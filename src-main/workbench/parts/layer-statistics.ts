/**
 * The statistics of one layer of a calibration, limited to the data that a person looks at. A layer with a threshold per neuron
 * has millions of values, so arrays are read one by one and the event loop runs in between.
 */
import { setImmediate } from 'node:timers/promises';
import { type LayerStatistics, MOST_ROWS } from '../../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { ThresholdLevel } from '../../../src-shared/plan/index.ts';
import { groupingOf, type Histograms, together } from '../../../src-shared/statistics/index.ts';
import type { StoredArray } from '../../project/index.ts';
import { leastMiddleLargest } from '../../services/view/calibration-brief.ts';
import type { OpenedProject } from '../projects/index.ts';

/** Statistics of `channel`, or of all channels if it is null. Throws `option.invalid` for an unknown layer or channel. */
export async function layerStatistics(one: OpenedProject, layer: string, channel: number | null): Promise<LayerStatistics> {
  const stored = storedLayer(one, layer);
  const { histogram: counts, range } = { histogram: await stored.array('histogram'), range: await stored.array('range') };
  const channels = range?.values.length ?? 0;
  if (channel !== null && channel >= channels) throw noChannel(layer, channel);
  const mean = await stored.array('mean');
  const total = mean?.values.length ?? 0;
  const groups = groupsOf(stored.level, total, stored.shape);
  const [from, to] = groupRange(groups, total, channels, channel);
  const first = total > MOST_ROWS ? from : 0;
  const last = Math.min(total, first + MOST_ROWS, total > MOST_ROWS ? to : total);
  const part = (array: StoredArray | undefined): number[] => (array ? [...array.values.subarray(first, last)] : []);
  const shown = (index: number): boolean => index >= first && index < last;
  const thresholds = (await stored.array('thresholds'))!;
  const [variance, maximum, percentile] = [
    await stored.array('variance'),
    await stored.array('max'),
    await stored.array('percentile'),
  ];
  const several = thresholds.values.length > 1;
  const asked = several ? thresholds.values.subarray(from, to) : thresholds.values;
  return {
    layer,
    channel,
    channels,
    level: stored.level,
    groups,
    total,
    thresholdCount: thresholds.values.length,
    // The summary has the thresholds of all channels already; sorting millions of values takes long.
    threshold:
      (channel === null ? one.calibration.layers.find((brief) => brief.layer === layer)?.threshold : undefined) ??
      leastMiddleLargest(asked),
    first,
    mean: part(mean),
    variance: part(variance),
    maximum: part(maximum),
    percentile: percentile ? part(percentile) : null,
    thresholds: several ? part(thresholds) : [...thresholds.values],
    histogram:
      counts && range ? histogramOf({ bins: counts.shape[1]!, ranges: range.values, counts: counts.values }, channel) : null,
    unsolved: stored.unsolved.filter(shown),
    silent: stored.silent.filter(shown),
  };
}

/** Mean and variance of a channel; of its first neuron if each neuron has its own. Throws `option.invalid` if there are none. */
export async function channelMoments(
  one: OpenedProject,
  layer: string,
  channel: number,
): Promise<{ mean: number; variance: number }> {
  const stored = storedLayer(one, layer);
  const [mean, variance] = [await stored.array('mean'), await stored.array('variance')];
  const channels = (await stored.array('range'))?.values.length ?? 0;
  const total = mean?.values.length ?? 0;
  if (!mean || !variance || channel >= channels) throw noChannel(layer, channel);
  const [group] = groupRange(groupsOf(stored.level, total, stored.shape), total, channels, channel);
  return { mean: mean.values[group]!, variance: variance.values[group]! };
}

/** The stored layer. Throws `option.invalid` if the calibration does not have it. */
function storedLayer({ project, calibration, graph, path }: OpenedProject, name: string) {
  const head = project.calibrationHead(calibration.id);
  const layer = head && project.calibrationLayer(head, name);
  if (!layer) {
    const message = `${path} has no neuron layer ${JSON.stringify(name)} in its calibration.`;
    throw new SpikeloomError('option.invalid', message, { at: { layer: name } });
  }
  return {
    ...layer,
    shape: graph.layers.find((one) => one.name === name)?.shape ?? [],
    array: async (array: string): Promise<StoredArray | undefined> => {
      await setImmediate();
      return project.calibrationArray(head, name, array);
    },
  };
}

/** Groups that `total` statistics belong to: the level of the thresholds, unless the plan gives the threshold as a value. */
function groupsOf(level: ThresholdLevel, total: number, shape: readonly number[]): ThresholdLevel {
  const levels: ThresholdLevel[] = [level, 'layer', 'channel', 'neuron'];
  return levels.find((one) => groupingOf(one, shape).groups === total) ?? level;
}

/** The range of groups of a channel, as `[from, to)`. All groups if `channel` is null or the layer is one group. */
function groupRange(groups: ThresholdLevel, total: number, channels: number, channel: number | null): [number, number] {
  if (channel === null || groups === 'layer' || channels === 0) return [0, total];
  const each = total / channels;
  return [channel * each, (channel + 1) * each];
}

function histogramOf(all: Histograms, channel: number | null): LayerStatistics['histogram'] {
  const { bins, ranges, counts } = channel === null ? together(all) : oneOf(all, channel);
  const high = ranges[0]!;
  return high === 0 || bins === 0 ? null : { low: -high, high, counts: [...counts] };
}

const oneOf = ({ bins, ranges, counts }: Histograms, channel: number): Histograms => ({
  bins,
  ranges: ranges.subarray(channel, channel + 1),
  counts: counts.subarray(channel * bins, (channel + 1) * bins),
});

const noChannel = (layer: string, channel: number): SpikeloomError => {
  const message = `There are no statistics of channel ${channel} of ${layer}; calibrate the project with samples.`;
  return new SpikeloomError('option.invalid', message, { at: { layer } });
};
