/**
 * Calibration: derives thresholds from statistics of the float network over calibration batches (docs/algorithm.md §6). It reads the
 * batches once and keeps no activations after their batch.
 */
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import type { LayerSettings } from '../../src-shared/plan/types.ts';
import type { Thresholds } from '../../src-shared/spiking/index.ts';
import type { Summary, SummaryRequest } from '../../src-shared/statistics/index.ts';
import type { TensorData } from '../../src-shared/tensor/index.ts';
import { type Choices, compile, type NeuronSite, type PlacedNetwork } from '../convert/index.ts';
import type { Engine, SummaryTap } from '../../src-shared/engine/index.ts';
import { createStatistics, type Statistics, type StatisticsAccumulator } from './statistics/index.ts';
import { siteThresholds } from './thresholds.ts';

/** A batch of calibration samples: `[samples, …]` flat. */
export interface CalibrationBatch {
  readonly data: TensorData;
  readonly samples: number;
}

/** The result of calibration for one neuron layer. */
export interface LayerCalibration {
  readonly thresholds: Thresholds;
  readonly statistics: Statistics;
  /** Channels (or neurons) whose input lies so far below zero that threshold iteration has no sound answer. Their θ follows from the tail of a Gaussian, or is 1. */
  readonly unsolved: readonly number[];
  /** Channels whose statistic was negative. Their θ is 0, and they never fire. */
  readonly silent: readonly number[];
}

export interface Calibration {
  readonly samples: number;
  readonly layers: ReadonlyMap<string, LayerCalibration>;
}

export interface CalibrateOptions {
  /** Number of time steps T of the later runs. Threshold iteration needs it for its number of levels. */
  readonly steps: number;
  readonly engine: Engine;
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** Called with the number of samples done so far. */
  readonly onProgress?: (samples: number) => void;
}

/**
 * Runs the float network over the batches and derives the thresholds of every layer. Throws `dataset.empty` if there are no
 * samples, and `plan.invalid` if a method has no meaning for a layer.
 */
export async function calibrate(
  placed: PlacedNetwork,
  choices: Choices,
  batches: AsyncIterable<CalibrationBatch> | Iterable<CalibrationBatch>,
  options: CalibrateOptions,
): Promise<Calibration> {
  const collectors = createCollectors(placed, choices);
  await using session = await options.engine.prepare(compile(placed, choices), options);
  const { signal, onProgress } = options;
  let samples = 0;
  /** A batch is computed while the statistics of the previous one are added. */
  let adding = Promise.resolve();
  try {
    for await (const batch of batches) {
      const summaries = session.summarise(batch.data, batch.samples, collectors.taps, signal ? { signal } : {});
      const before = adding;
      adding = Promise.all([summaries, before]).then(([found]) => {
        collectors.add(found);
        samples += batch.samples;
        onProgress?.(samples);
      });
      await before;
    }
  } finally {
    await adding;
  }
  if (samples === 0) throw new SpikeloomError('dataset.empty', 'The calibration set holds no samples; give at least one.');
  const layers = placed.sites.map((site): [string, LayerCalibration] => {
    const statistics = collectors.resultOf(site);
    return [site.name, { statistics, ...siteThresholds(site, choices.layers.get(site.name)!, statistics, options.steps) }];
  });
  return { samples, layers: new Map(layers) };
}

/** Number of bins of a channel's histogram in the project file. */
const HISTOGRAM_BINS = 64;

/** Makes one set of statistics per value and kind of statistics. Layers that read the same value in the same way share a set. */
function createCollectors(placed: PlacedNetwork, choices: Choices) {
  const collectors = new Map<string, StatisticsAccumulator>();
  const taps: SummaryTap[] = [];
  // A ReLU's output is never negative, so the statistic of its value equals that of its magnitude.
  const ofWhat = ({ rule }: NeuronSite, { threshold }: LayerSettings): SummaryRequest['of'] =>
    rule === 'relu' ? 'relu' : threshold.of;
  const keyOf = (site: NeuronSite, settings: LayerSettings): string => {
    const { level, method, percentile } = settings.threshold;
    return [site.input, ofWhat(site, settings), level, method === 'percentile' ? percentile : ''].join('|');
  };
  for (const site of placed.sites) {
    const settings = choices.layers.get(site.name)!;
    if (collectors.has(keyOf(site, settings))) continue;
    const shape = placed.network.shapes.get(site.input)!;
    const request: SummaryRequest = {
      // A value whose first axis is k times the batch has k rows per sample. They share their thresholds.
      shape: shape.slice(1),
      level: settings.threshold.level,
      of: ofWhat(site, settings),
      percentiles: settings.threshold.method === 'percentile' ? [settings.threshold.percentile] : [],
      bins: HISTOGRAM_BINS,
    };
    collectors.set(keyOf(site, settings), createStatistics({ name: site.name, ...request }));
    taps.push({ value: site.input, request });
  }
  const results = new Map<string, Statistics>();
  return {
    taps,
    /** Adds a batch: for each tap, the summaries of its parts. */
    add(summaries: readonly (readonly Summary[])[]): void {
      [...collectors.values()].forEach((statistics, tap) => statistics.addParts(summaries[tap]!));
    },
    resultOf(site: NeuronSite): Statistics {
      const key = keyOf(site, choices.layers.get(site.name)!);
      if (!results.has(key)) results.set(key, collectors.get(key)!.result());
      return results.get(key)!;
    },
  };
}
