/**
 * Collects the statistics of one value of the float network, batch by batch (docs/algorithm.md §6): percentiles, maxima, means and
 * variances for one threshold level, and histograms per channel. It keeps no batch after the call that adds it.
 */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { option, say } from '../../../src-shared/message/index.ts';
import type { ThresholdLevel } from '../../../src-shared/plan/types.ts';
import {
  addHistograms,
  arrayPasses,
  floorOf,
  groupingOf,
  type Histograms,
  largestOf,
  noHistograms,
  noMoments,
  percentileOf,
  pool,
  summarise,
  type Summary,
  type SummaryRequest,
  topOf,
  variances,
  wantedLargest,
} from '../../../src-shared/statistics/index.ts';
import { type Shape, sizeOf, type TensorData } from '../../../src-shared/tensor/index.ts';

export interface StatisticsRequest extends SummaryRequest {
  /** Name of the layer, for error messages. */
  readonly name: string;
}

export interface Statistics {
  readonly level: ThresholdLevel;
  /** Shape of every statistic, as in `Thresholds`: `[1]`, `[1, C, 1, …]` or `[1, …]`. */
  readonly shape: Shape;
  /** Number of samples, or of rows if the value has several rows per sample. */
  readonly samples: number;
  /** In the order of the request: means of the batches' percentiles, weighted by the number of samples. */
  readonly percentiles: readonly Float64Array[];
  /** Means of the batches' maxima, weighted by the number of samples. */
  readonly max: Float64Array;
  /** Means of all values. */
  readonly mean: Float64Array;
  /** Population variances of all values (divided by their number). */
  readonly variance: Float64Array;
  readonly histograms: Histograms;
}

export interface StatisticsAccumulator {
  /**
   * Adds a whole batch, a flat `[samples, …shape]`. Percentiles and maxima are taken per batch. Throws `dataset.value` if a value is
   * not finite.
   */
  readonly add: (data: TensorData, samples: number) => void;
  /** Adds a whole batch that was summarised in parts. Throws `dataset.value` as `add` does. */
  readonly addParts: (parts: readonly Summary[]) => void;
  /** The statistics of all batches so far. Throws `dataset.empty` if there are none. */
  readonly result: () => Statistics;
}

/** Makes an accumulator without samples. */
export function createStatistics(request: StatisticsRequest): StatisticsAccumulator {
  const { name, shape, level } = request;
  const grouping = groupingOf(level, shape);
  const members = sizeOf(shape) / grouping.groups;
  const floor = floorOf(request);
  const percentileSums = request.percentiles.map(() => new Float64Array(grouping.groups));
  const maxSums = new Float64Array(grouping.groups);
  const moments = noMoments(grouping.groups);
  const histograms = noHistograms(shape[0] ?? 1, request.bins);
  let seen = 0;

  /** Adds the percentiles and the maximum of a group over a whole batch of `rows` rows. */
  function addLargest(parts: readonly Summary[], group: number, rows: number, wanted: number): void {
    const values = topOf(joinedLargest(parts, group), wanted).sort();
    maxSums[group]! += rows * (values.at(-1) ?? floor);
    request.percentiles.forEach((percentile, index) => {
      percentileSums[index]![group]! += rows * percentileOf(values, percentile, rows * members, floor);
    });
  }

  function addParts(parts: readonly Summary[]): void {
    const rows = parts.reduce((sum, part) => sum + part.rows, 0);
    if (rows === 0) return;
    const wanted = wantedLargest(request, rows);
    for (const part of parts) {
      if (part.notFinite !== undefined) throw notFinite(name, part.notFinite);
      addHistograms(histograms, part.histograms);
    }
    for (let group = 0; group < grouping.groups; group++) {
      for (const { moments: own } of parts) {
        if (own.count[group]! > 0) pool(moments, group, own.count[group]!, own.mean[group]!, own.squares[group]!);
      }
      addLargest(parts, group, rows, wanted);
    }
    seen += rows;
  }

  return {
    add: (data, samples) => addParts([summarise(request, arrayPasses(data, shape), samples)]),
    addParts,
    result() {
      if (seen === 0) throw noSamples(name);
      return {
        level,
        shape: grouping.shape,
        samples: seen,
        percentiles: percentileSums.map((sums) => sums.map((sum) => sum / seen)),
        max: maxSums.map((sum) => sum / seen),
        mean: moments.mean,
        variance: variances(moments),
        histograms,
      };
    },
  };
}

/** The largest values of a group that the parts have kept, copied into one array. */
function joinedLargest(parts: readonly Summary[], group: number): TensorData {
  const kept = parts.map(({ largest }) => largestOf(largest, group));
  if (kept.length === 1) return kept[0]!.slice();
  const joined = new Float64Array(kept.reduce((sum, values) => sum + values.length, 0));
  let at = 0;
  for (const values of kept) {
    joined.set(values, at);
    at += values.length;
  }
  return joined;
}

const noSamples = (layer: string): SpikeloomError =>
  new SpikeloomError(
    'dataset.empty',
    say`layer ${layer}: calibration saw no samples; give at least one with ${option('calibration')}`,
    {
      at: { layer },
    },
  );

const notFinite = (layer: string, value: number): SpikeloomError =>
  new SpikeloomError(
    'dataset.value',
    `layer ${layer}: the float network computes ${value} on a calibration sample; check the samples and their preprocessing`,
    { at: { layer } },
  );
