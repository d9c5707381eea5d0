/**
 * The layers of a run that lose most by their own settings, each with the reason and a remedy (docs/thresholds.md, "The worst layers").
 * A layer is charged with the part of its conversion error that its input does not have already; that part is then divided among the
 * causes that the report shows.
 */
import { codingSettings, isLeaky, type PartialSettings } from '../plan/index.ts';
import { conversionErrorOf } from './figures.ts';
import { isNeuronLayer, type NeuronLayerResult } from './layers.ts';
import type { RemedyChange } from './plan-remedy.ts';
import { coarsenessOf, finerRemedy, widerRemedy } from './remedy.ts';
import type { RunReport } from './run-report.ts';
import type { LayerCalibrationFacts } from './calibration-facts.ts';
import { inheritedWords, type Reason, reasonWords } from './worst-words.ts';

/** What is known besides the report. Without it, reasons are less exact. */
export interface WorstLayerFacts {
  /** The layers that feed each layer (`layerFeeds`). If absent, each layer is taken to be fed by the one before it in the report. */
  readonly feeds?: ReadonlyMap<string, readonly string[]> | undefined;
  readonly calibration?: readonly LayerCalibrationFacts[] | undefined;
}

/** A layer of the list. */
export interface WorstLayer {
  readonly layer: string;
  /** Conversion error after the last step. */
  readonly error: number;
  /** The part of it that does not come with the layer's input: √(error² − largest error of the layers that feed it²). */
  readonly own: number;
  /** The part of `own` that the named reason explains. The list is in the order of it. */
  readonly explained: number;
  /** The reason, in one or two sentences. */
  readonly why: string;
  /** The change that would help; null if no setting of the plan does. */
  readonly remedy: RemedyChange | null;
}

/** The error of a coarse spike is at most so many times spike size / (statistic · T): measured on the examples, it is 0.9 to 1.4 times that. */
const COARSE = 2;
/** An error below this is no reason to spend energy on more steps. */
const SMALL = 0.02;
/** A reason below this share of the layer's error explains less than its input, if most of the error comes with that. */
const TELLING = 0.3;

/** The `most` worst layers, worst first; null if the run recorded no conversion errors. */
export function worstLayers(report: RunReport, facts: WorstLayerFacts = {}, most = 10): WorstLayer[] | null {
  const layers = report.layers.filter(isNeuronLayer);
  if (layers.every((layer) => conversionErrorOf(layer) === null)) return null;
  const errors = new Map(layers.map((layer) => [layer.name, conversionErrorOf(layer) ?? 0]));
  const calibration = new Map(facts.calibration?.map((one) => [one.layer, one]));
  const all = layers.map((layer, index) => {
    const feeds = facts.feeds?.get(layer.name) ?? layers.slice(Math.max(0, index - 1), index).map(({ name }) => name);
    const [input] = feeds.toSorted((a, b) => (errors.get(b) ?? 0) - (errors.get(a) ?? 0));
    return judged(layer, report, {
      input: input === undefined ? null : { name: input, error: errors.get(input) ?? 0 },
      calibration: calibration.get(layer.name),
    });
  });
  return all.toSorted((a, b) => b.explained - a.explained || b.own - a.own).slice(0, most);
}

interface Surroundings {
  readonly input: { readonly name: string; readonly error: number } | null;
  readonly calibration: LayerCalibrationFacts | undefined;
}

function judged(layer: NeuronLayerResult, report: RunReport, { input, calibration }: Surroundings): WorstLayer {
  const error = conversionErrorOf(layer) ?? 0;
  const own = Math.sqrt(Math.max(0, error ** 2 - (input?.error ?? 0) ** 2));
  const causes = causesOf(layer, report, own, calibration);
  const worst = causes.reduce((a, b) => (b.size > a.size ? b : a));
  const common = { layer: layer.name, error, own, explained: worst.size };
  if (input && worst.size < TELLING * error && input.error >= own)
    return { ...common, why: inheritedWords(input.name, input.error), remedy: null };
  const why = reasonWords(worst.reason, { layer, steps: report.settings.steps, error, calibration });
  return { ...common, why, remedy: worst.remedy };
}

interface Cause {
  readonly reason: Reason;
  /** The part of the layer's error that it explains, relative to the activations like the error itself. */
  readonly size: number;
  readonly remedy: RemedyChange | null;
}

/** The causes of a layer's own error. Those that were measured come first; each of the others gets no more than those before it leave. */
function causesOf(
  layer: NeuronLayerResult,
  { settings: { steps, coding } }: RunReport,
  own: number,
  calibration: LayerCalibrationFacts | undefined,
): Cause[] {
  const { name, lost } = layer;
  const error = conversionErrorOf(layer) ?? 0;
  const measured = (loss: 'clipped' | 'shut' | 'small'): number => error * Math.sqrt(lost?.[loss].error ?? 0);
  const [clipped, shut, small] = [measured('clipped'), measured('shut'), measured('small')];
  const rest = without(own, clipped, shut, small);
  const coarse = Math.min(rest, coarseError(layer, steps));
  const change = (settings: PartialSettings | null): RemedyChange | null => settings && { kind: 'layer', layer: name, settings };
  const unsolved = calibration ? calibration.unsolved / Math.max(1, layer.threshold.values.length) : 0;
  const size = Math.hypot(small, coarse);
  const coarseness = coarsenessOf(layer);
  return [
    { reason: 'clipped', size: clipped, remedy: change(widerRemedy(layer, 'clipped').settings) },
    { reason: 'shut', size: shut, remedy: change(widerRemedy(layer, 'shut').settings) },
    coarseness
      ? { reason: coarseness.by, size, remedy: change(finerRemedy(layer).settings) }
      : { reason: 'steps', size, remedy: error < SMALL ? null : { kind: 'steps', steps: 2 * steps } },
    { reason: 'unsolved', size: own * Math.sqrt(unsolved), remedy: change({ threshold: { method: 'percentile' } }) },
    { reason: 'rate', size: layer.coding === 'rate' ? without(rest, coarse) : 0, remedy: differential(layer, coding) },
  ];
}

/** What is left of an error without its parts. */
const without = (whole: number, ...parts: readonly number[]): number =>
  Math.sqrt(
    Math.max(
      0,
      parts.reduce((sum, part) => sum - part ** 2, whole ** 2),
    ),
  );

/** The error that the size of a layer's smallest spike explains. Without a statistic, the spike cannot be compared with the activations. */
function coarseError({ neuron, thresholds, threshold: { statistic } }: NeuronLayerResult, steps: number): number {
  if (!statistic) return Infinity;
  const parts = neuron.startsWith('m') ? 2 ** (thresholds - 1) : 1;
  return (COARSE * statistic.scale) / (parts * steps);
}

/** Differential coding: of a layer among others that use it, or of the whole network. */
function differential(layer: NeuronLayerResult, network: RunReport['settings']['coding']): RemedyChange | null {
  if (isLeaky(network)) return null;
  // Both codings have the same neurons, so that the neuron stays.
  const settings = codingSettings('differential', []);
  return network === 'rate' ? { kind: 'network', settings } : { kind: 'layer', layer: layer.name, settings };
}
