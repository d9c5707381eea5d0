/** Words of layer settings wherever they are changed: names of values, and the sentences of the history. */
import type { PlanField } from '../../src-shared/plan/index.ts';

/** Settings as the history names them: it has no heading that says what they belong to. */
const fields: Readonly<Record<PlanField, string>> = {
  steps: 'Time steps T',
  tau: 'Leak τ',
  'readout.from': 'First step of the answer',
  coding: 'Coding',
  neuron: 'Neuron',
  thresholds: 'Thresholds',
  mostSpikes: 'Most spikes per step',
  'threshold.method': 'Threshold method',
  'threshold.percentile': 'Threshold percentile',
  'threshold.of': 'Threshold statistic',
  'threshold.level': 'Threshold level',
  'threshold.scale': 'Threshold scale',
  'threshold.value': 'Threshold value',
  initial: 'Initial potential',
  correction: 'Correction',
};

/** Values that are names, as a person reads them. */
const names: Readonly<Record<string, string>> = {
  rate: 'Rate',
  'leaky-rate': 'Leaky rate',
  differential: 'Differential',
  'differential-leaky': 'Leaky differential',
  if: 'IF',
  'if-negative': 'IF, negative spikes',
  lif: 'LIF',
  'lif-negative': 'LIF, negative spikes',
  mt: 'Multi-threshold',
  'mt-negative': 'Multi-threshold, negative',
  ms: 'Multi-spike',
  max: 'Maximum',
  percentile: 'Percentile',
  iteration: 'Iteration',
  measured: 'Least measured error',
  balanced: 'Local balancing',
  none: 'None',
  mean: 'Mean error',
  value: 'Value',
  magnitude: 'Magnitude',
  layer: 'Layer',
  channel: 'Channel',
  neuron: 'Neuron',
};

const nameOf = (value: string | number): string => (typeof value === 'number' ? String(value) : (names[value] ?? value));
/** A value of a plan; a fixed threshold or an initial potential that is not set. */
const valueOf = (field: PlanField, value: string | number | undefined): string =>
  value !== undefined ? nameOf(value) : field === 'initial' ? 'that of the neuron' : 'from the statistic';

export const layerSettingsTexts = {
  nameOf,
  /** A field of a layer that two plans set differently. */
  differs: (field: PlanField, from: string | number | undefined, to: string | number | undefined): string =>
    `${fields[field]}: ${valueOf(field, from)} → ${valueOf(field, to)}`,
  /** The same for the whole network, whose coding is that of its input and output. */
  networkDiffers: (field: PlanField, from: string | number, to: string | number): string =>
    `${field === 'coding' ? 'Coding of input and output' : fields[field]}: ${nameOf(from)} → ${nameOf(to)}`,
  /** The plan preset of signed multi-level spikes: its command and button, what it sets, and the step of the history. */
  multiLevel: 'Use signed multi-level spikes, T = 1',
  multiLevelAbout:
    'Sets T = 1 and, for every layer without a rule of its own: rate coding, multi-spike neurons with 8 thresholds, θ of the least measured error (scale-and-fire neurons, arXiv 2510.23383).',
  multiLevelStep: 'Plan preset: signed multi-level spikes, T = 1',
  layers: (count: number): string => (count === 1 ? '1 layer' : `${count} layers`),
  /** A coding that brings a neuron along. */
  withNeuron: (coding: string, neuron: string): string => `${coding}, neuron to ${neuron}`,

  /** `whose`: the one layer, or how many and how they are written. */
  changed: (field: PlanField, whose: string, value: string): string => `${fields[field]} of ${whose} to ${value}`,
  reset: (field: PlanField, whose: string): string => `${fields[field]} of ${whose} reset`,
  allReset: (whose: string): string => `Settings of ${whose} reset`,
  defaultChanged: (field: PlanField, value: string): string => `Default ${lower(fields[field])} to ${value}`,
  defaultReset: (field: PlanField): string => `Default ${lower(fields[field])} reset`,
  planChanged: (field: PlanField, value: string): string => `${fields[field]} to ${value}`,
  planReset: (field: PlanField): string => `${fields[field]} reset`,
  networkCoding: (value: string): string => `Coding of the whole network to ${value}`,
} as const;

function lower(field: string): string {
  return field.charAt(0).toLowerCase() + field.slice(1);
}
