/**
 * What calibration learns of one value of the float network, batch by batch (docs/algorithm.md §6): percentiles, maxima,
 * means and variances, for one threshold level, and histograms per channel. Holds no batch longer than its call.
 */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { ThresholdLevel } from '../../../src-shared/plan/types.ts';
import { sizeOf } from '../../../src-shared/tensor/index.ts';
import type { Shape, TensorData } from '../../../src-shared/tensor/index.ts';
import { groupingOf } from './groups.ts';
import { createHistograms } from './histogram.ts';
import type { Histograms } from './histogram.ts';
import { NO_MOMENTS, momentsOf, pooled, varianceOf } from './moments.ts';
import type { Moments } from './moments.ts';
import { percentilesOf } from './select.ts';

export interface StatisticsRequest {
  /** Layer, as error messages name it. */
  readonly name: string;
  /** Shape of one sample of the value, without the batch axis. */
  readonly shape: Shape;
  readonly level: ThresholdLevel;
  /** In percent: 99.9. */
  readonly percentiles: readonly number[];
  readonly max: boolean;
  readonly moments: boolean;
  /**
   * The value is a ReLU's input: percentiles and maxima are of the ReLU's output, max(0, x). Moments and histograms are
   * of the value as it is either way: threshold iteration is about the input.
   */
  readonly relu: boolean;
  /** Even number of bins of the histograms; absent: none. */
  readonly histogramBins?: number;
}

export interface Statistics {
  readonly level: ThresholdLevel;
  /** Shape of every statistic, as `Thresholds` has it: `[1]`, `[1, C, 1, …]` or `[1, …]`. */
  readonly shape: Shape;
  /** Samples seen. */
  readonly samples: number;
  /** In the order asked: the means of the batches' percentiles, weighted by samples. */
  readonly percentiles: readonly Float64Array[];
  /** Mean of the batches' maxima, weighted by samples. */
  readonly max?: Float64Array;
  /** Of all values together; variance divided by their number. */
  readonly mean?: Float64Array;
  readonly variance?: Float64Array;
  readonly histograms?: Histograms;
}

export interface StatisticsAccumulator {
  /** Adds a whole batch, `[samples, …shape]` flat; percentiles and maxima are per batch. Throws `dataset.value` for NaN and infinity. */
  readonly add: (data: TensorData, samples: number) => void;
  /** Throws `dataset.empty` before the first batch. */
  readonly result: () => Statistics;
}

export function createStatistics(request: StatisticsRequest): StatisticsAccumulator {
  const { name, shape, level, relu } = request;
  const size = sizeOf(shape);
  const grouping = groupingOf(level, shape);
  const floor = relu ? 0 : -Infinity;
  const percentileSums = request.percentiles.map(() => new Float64Array(grouping.groups));
  const maxSums = new Float64Array(grouping.groups);
  const moments = new Array<Moments>(grouping.groups).fill(NO_MOMENTS);
  const histograms = request.histogramBins === undefined ? undefined : createHistograms(shape, request.histogramBins);
  let seen = 0;
  let scratch: TensorData | undefined;

  function addGroup(values: TensorData, group: number, weight: number): void {
    if (request.moments) moments[group] = pooled(moments[group]!, momentsOf(values));
    if (request.max) {
      let most = floor;
      for (let i = 0; i < values.length; i++) if (values[i]! > most) most = values[i]!;
      maxSums[group] = maxSums[group]! + weight * most;
    }
    // max(0, ·) keeps order, so it may come after selection, but must come before interpolation.
    if (request.percentiles.length === 0) return;
    if (relu) for (let i = 0; i < values.length; i++) if (values[i]! < 0) values[i] = 0;
    percentilesOf(values, request.percentiles).forEach((value, i) => {
      const sums = percentileSums[i]!;
      sums[group] = sums[group]! + weight * value;
    });
  }

  return {
    add(data, samples) {
      if (samples === 0) return;
      if (data.length !== samples * size) throw new Error(`${name}: ${data.length} values are not ${samples} samples of ${size}`);
      checkFinite(data, name);
      histograms?.add(data, samples);
      for (let group = 0; group < grouping.groups; group++) {
        scratch = grouping.gather(data, samples, group, scratch);
        addGroup(scratch, group, samples);
      }
      seen += samples;
    },
    result() {
      if (seen === 0)
        throw new SpikeloomError(
          'dataset.empty',
          `layer ${name}: calibration saw no samples; give at least one with --calibration`,
          {
            at: { layer: name },
          },
        );
      return {
        level,
        shape: grouping.shape,
        samples: seen,
        percentiles: percentileSums.map((sums) => sums.map((sum) => sum / seen)),
        ...(request.max ? { max: maxSums.map((sum) => sum / seen) } : {}),
        ...(request.moments
          ? { mean: Float64Array.from(moments, (m) => m.mean), variance: Float64Array.from(moments, varianceOf) }
          : {}),
        ...(histograms ? { histograms: histograms.result() } : {}),
      };
    },
  };
}

/** A sum is finite only if every term is; the place is looked for only when it is not. */
function checkFinite(data: TensorData, name: string): void {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]!;
  if (Number.isFinite(sum)) return;
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  throw new SpikeloomError(
    'dataset.value',
    `layer ${name}: the float network computes ${data[bad]} on a calibration sample; check the samples and their preprocessing`,
    { at: { layer: name } },
  );
}
