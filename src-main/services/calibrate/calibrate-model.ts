/** Calibrates a loaded model with a source of samples, in the form that a project stores. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { layerNamed, type Message, option, say, warning, type Warning } from '../../../src-shared/message/index.ts';
import { type Plan, stepsOf } from '../../../src-shared/plan/index.ts';
import type { Thresholds } from '../../../src-shared/spiking/index.ts';
import { calibrate, type LayerCalibration, type SiteThresholds } from '../../calibrate/index.ts';
import type { Choices, PlacedNetwork } from '../../convert/index.ts';
import { batches, type PreprocessFile } from '../../dataset/index.ts';
import type { Engine } from '../../../src-shared/engine/index.ts';
import type { StoredArray, StoredLayer } from '../../project/index.ts';
import { allThresholdsGiven } from '../model/choices.ts';
import { type ServiceContext, trackProgress } from '../progress.ts';
import { openCalibration, sampleNotes } from '../model/samples.ts';

/** The source of the samples, and the batch size. The batch size matters because percentiles are taken per batch. */
export interface CalibrationRequest {
  readonly source?: string | undefined;
  readonly batch: number;
  readonly skipBad?: boolean | undefined;
}

/** Thresholds of every layer, ready to be stored. `samples` is 0 if the plan gives every threshold. */
export interface CalibratedModel {
  /** Name of the source; empty if no samples were needed. */
  readonly source: string;
  readonly samples: number;
  readonly batch: number;
  readonly layers: readonly StoredLayer[];
  readonly notes: readonly Message[];
}

/**
 * Calibrates `placed`. Throws `option.invalid` if the plan leaves a threshold open and there is no source. Passes on the errors
 * of reading samples and of calibration.
 */
export async function calibrateModel(
  placed: PlacedNetwork,
  plan: Plan,
  choices: Choices,
  request: CalibrationRequest,
  context: ServiceContext & {
    readonly engine: Engine;
    readonly threads?: number;
    readonly preprocess: PreprocessFile | undefined;
  },
): Promise<CalibratedModel> {
  const { source: spec, batch, skipBad } = request;
  if (spec === undefined) {
    if (!allThresholdsGiven(choices)) throw noCalibration();
    return { source: '', samples: 0, batch, layers: givenThresholds(choices), notes: [] };
  }
  const source = await openCalibration(spec, placed, context.preprocess, { skipBad });
  const progress = trackProgress(context.onProgress, 'calibrating', source.count);
  const calibration = await calibrate(placed, choices, calibrationBatches(), {
    steps: stepsOf(plan),
    engine: context.engine,
    signal: context.signal,
    onProgress: progress,
    ...(context.threads === undefined ? {} : { threads: context.threads }),
  });
  const layers = [...calibration.layers].map(([layer, found]) => storedLayer(layer, found));
  return { source: spec, samples: calibration.samples, batch, layers, notes: sampleNotes(source) };

  async function* calibrationBatches() {
    for await (const { data, count } of batches(source, batch, context.signal)) yield { data, samples: count };
  }
}

const noCalibration = (): SpikeloomError =>
  new SpikeloomError(
    'option.invalid',
    say`No calibration samples: thresholds come from them; give ${option('calibration', 'SRC')}, or a plan with a "value" for every layer.`,
    { at: { option: 'calibration' } },
  );

const givenThresholds = ({ layers }: Choices): StoredLayer[] =>
  [...layers].map(([layer, { threshold }]) => {
    const thresholds = { shape: [1], values: Float64Array.of(threshold.value!) };
    return { layer, level: 'layer', thresholds, statistics: {}, unsolved: [], silent: [] };
  });

function storedLayer(layer: string, { thresholds, statistics, unsolved, silent }: LayerCalibration): StoredLayer {
  const { shape, samples: _, level: __, percentiles, histograms, ...values } = statistics;
  const named: Record<string, StoredArray> = {};
  for (const [name, data] of Object.entries(values)) named[name] = { shape, values: data };
  percentiles.forEach((data, index) => {
    named[index === 0 ? 'percentile' : `percentile${index + 1}`] = { shape, values: data };
  });
  const channels = histograms.ranges.length;
  named.histogram = { shape: [channels, histograms.bins], values: histograms.counts };
  named.range = { shape: [channels], values: histograms.ranges };
  return { layer, ...storedThresholds({ thresholds, unsolved, silent }), statistics: named };
}

/** The thresholds of a layer in the form that a project stores. */
export function storedThresholds({ thresholds, unsolved, silent }: SiteThresholds): Omit<StoredLayer, 'layer' | 'statistics'> {
  const { level, shape, values, meanError } = thresholds;
  const own = { level, thresholds: { shape, values }, unsolved, silent };
  return meanError ? { ...own, meanError: { shape: [meanError.length], values: meanError } } : own;
}

/** Thresholds by layer, as `compile` takes them. */
export const thresholdsOf = (layers: readonly StoredLayer[]): Map<string, Thresholds> =>
  new Map(
    layers.map(({ layer, level, thresholds, meanError }) => [
      layer,
      { level, ...thresholds, ...(meanError && { meanError: meanError.values }) },
    ]),
  );

/** One warning for each group of channels whose threshold could not be computed by the chosen method (docs/algorithm.md §6). */
export function thresholdNotes(layers: readonly StoredLayer[]): Warning[] {
  return layers.flatMap(({ layer, thresholds, unsolved, silent }) => {
    const [name, of] = [layerNamed(layer), `of ${thresholds.values.length}`];
    const noAnswer = say`${name}: threshold iteration has no sound answer for ${list(unsolved)} ${of}: their ReLU's input lies far below zero.`;
    const negative = say`${name}: the statistic of ${list(silent)} ${of} is negative; their threshold is 0, they never fire.`;
    return [...(unsolved.length > 0 ? [warning(noAnswer)] : []), ...(silent.length > 0 ? [warning(negative)] : [])];
  });
}

function list(indices: readonly number[]): string {
  const shown = indices.slice(0, 8).join(', ');
  return `${indices.length === 1 ? 'channel' : 'channels'} ${shown}${indices.length > 8 ? ` and ${indices.length - 8} more` : ''}`;
}
