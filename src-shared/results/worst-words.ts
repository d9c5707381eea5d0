/** Sentences that say why a layer loses accuracy, with the figures of its run. */
import type { Coarseness } from './remedy.ts';
import type { NeuronLayerResult } from './layers.ts';
import type { LayerCalibrationFacts } from './calibration-facts.ts';

/** The reason of a layer's own error. */
export type Reason = 'clipped' | 'shut' | 'rate' | 'unsolved' | 'steps' | Coarseness;

/** What the sentences are made of. `error`: conversion error after the last of the `steps`. */
export interface ReasonFigures {
  readonly layer: NeuronLayerResult;
  readonly steps: number;
  readonly error: number;
  readonly calibration: LayerCalibrationFacts | undefined;
}

/** A share as a percentage with at least one digit that is not 0. */
const percent = (share: number): string => `${share >= 0.1 ? (100 * share).toFixed(0) : Number((100 * share).toPrecision(2))} %`;
const stepsText = (steps: number): string => (steps === 1 ? '1 step' : `${steps} steps`);
const times = (factor: number): string => (factor >= 10 ? factor.toFixed(0) : String(Number(factor.toPrecision(2))));
const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** The error that comes with the input. */
export const inheritedWords = (input: string, error: number): string =>
  `Most of its error comes with its input: layer ${input} has an error of ${percent(error)}.`;

/** The sentences for a reason. */
export function reasonWords(reason: Reason, figures: ReasonFigures): string {
  const { layer, steps, error, calibration } = figures;
  const { lost, threshold, thresholds, neuron } = layer;
  switch (reason) {
    case 'clipped':
      return `${percent(lost!.clipped.share)} of its activations are clipped by θ, which makes ${percent(Math.min(1, lost!.clipped.error))} of its error.${tooSmall(layer)}`;
    case 'shut':
      return `${shutWords(layer)} ${percent(lost!.shut.share)} of its activations come to nothing.`;
    case 'unsolved':
      return `Threshold iteration has no sound answer for ${calibration!.unsolved} of its ${counted(threshold.values.length, `${threshold.level === 'neuron' ? 'neuron' : 'channel'}`)}.`;
    case 'rate':
      return `It is rate-coded, so that each spike counts 1/${steps} and its value arrives late: after ${stepsText(steps)} its error is still ${percent(error)}.`;
    case 'one-size':
      return `Its ${neuron} neurons have one threshold: every spike has the same size, and the error after ${stepsText(steps)} is ${percent(error)}.`;
    case 'few':
      return `It has ${counted(thresholds, 'threshold')}: its smallest spike is ${thresholds === 1 ? 'θ itself' : `θ/${2 ** (thresholds - 1)}`}, and the error after ${stepsText(steps)} is ${percent(error)}.`;
    case 'large':
      return `${tooLarge(threshold, calibration)}, so that its smallest spike is coarse: the error after ${stepsText(steps)} is ${percent(error)}.`;
    case 'given':
      return `The plan gives its θ: the error after ${stepsText(steps)} is ${percent(error)}${calibration?.overMedian ? `, and θ is ${times(calibration.overMedian)} times the median activation` : ''}.`;
    case 'steps':
      return `Its error is ${percent(error)} after ${stepsText(steps)}; no setting of it stands out.`;
  }
}

/** The setting that makes a θ too small. */
function tooSmall({ threshold: { statistic } }: NeuronLayerResult): string {
  if (!statistic) return ' The plan gives θ.';
  const { method, of, scale, percentile } = statistic;
  if (of === 'value') return ' θ comes from the values, which are mostly negative there.';
  const taken = method === 'percentile' && percentile !== undefined ? `the ${percentile} % percentile` : `the ${method}`;
  return ` θ is ${times(scale)} times ${taken}.`;
}

function shutWords({ threshold: { values, statistic, level } }: NeuronLayerResult): string {
  const silent = values.filter((value) => value === 0).length;
  if (silent === 0)
    return `${statistic ? 'θ' : 'The plan gives θ, which'} lets less than a hundredth of some activations through.`;
  const what = level === 'layer' ? 'The layer never fires' : `${counted(silent, level)} never ${silent === 1 ? 'fires' : 'fire'}`;
  const why = statistic?.of === 'value' ? 'negative' : '0';
  return `${what}, since ${silent === 1 ? 'its' : 'their'} statistic is ${why}.`;
}

const tooLarge = (threshold: NeuronLayerResult['threshold'], calibration: LayerCalibrationFacts | undefined): string =>
  calibration?.overMedian
    ? `Its threshold is ${times(calibration.overMedian)} times the median activation`
    : `Its threshold is ${times(threshold.statistic!.scale)} times the statistic`;
