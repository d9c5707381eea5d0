/**
 * Calibration: thresholds from statistics of the float network over calibration batches (docs/algorithm.md §6). One pass,
 * streamed: no activation outlives its batch.
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

/** What calibration found for one neuron layer. */
export interface LayerCalibration {
  readonly thresholds: Thresholds;
  readonly statistics: Statistics;
  /** Channels (or neurons) whose input lies so far below zero that threshold iteration has no sound answer (θ from the tail, or 1). */
  readonly unsolved: readonly number[];
  /** Channels whose statistic was negative: θ = 0, they never fire. */
  readonly silent: readonly number[];
}

export interface Calibration {
  readonly samples: number;
  readonly layers: ReadonlyMap<string, LayerCalibration>;
}

export interface CalibrateOptions {
  /** Time steps T the network will run for: threshold iteration counts its levels. */
  readonly steps: number;
  readonly engine: Engine;
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** Samples done so far. */
  readonly onProgress?: (samples: number) => void;
}

/**
 * Runs the float network over the batches and derives every layer's thresholds.
 * Throws `dataset.empty` without samples, `plan.invalid` where a method has no meaning for a layer.
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
  /** A batch is computed while the one before it is added. */
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

/** Bins of a channel's histogram, as the project file keeps it. */
const HISTOGRAM_BINS = 64;

/** One set of statistics per value and kind of statistics: layers that read the same value in the same way share it. */
function createCollectors(placed: PlacedNetwork, choices: Choices) {
  const collectors = new Map<string, StatisticsAccumulator>();
  const taps: SummaryTap[] = [];
  // A ReLU's output has no sign: its statistic is the same whatever it is taken of.
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
      // A value whose first axis is k times the batch has k rows a sample, which share their thresholds.
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
    /** Adds a batch: for each of the taps the summaries of its parts. */
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
