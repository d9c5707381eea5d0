/** Words of the inspector. */
import type { FieldSource, PlanField } from '../../src-shared/plan/index.ts';
import { FIGURES } from '../../src-shared/results/index.ts';
import { layerSettingsTexts } from './layer-settings.ts';

const { layers, nameOf } = layerSettingsTexts;

/** A count, as a number or already written, with its noun. */
const some = (count: number | string, one: string): string => `${count} ${String(count) === '1' ? one : `${one}s`}`;

/** Fields as their labels say them. */
const fields: Readonly<Record<PlanField, string>> = {
  steps: 'Time steps T',
  tau: 'Leak τ',
  'readout.from': 'Readout k',
  coding: 'Coding',
  neuron: 'Neuron',
  thresholds: 'Thresholds n',
  mostSpikes: 'Most spikes K',
  'threshold.method': 'Method',
  'threshold.percentile': 'Percentile',
  'threshold.of': 'Statistic of',
  'threshold.level': 'Level',
  'threshold.scale': 'Scale',
  'threshold.value': 'Fixed θ',
  initial: 'Initial potential',
  correction: 'Correction',
};

/** What a name means, for menus. */
const about: Readonly<Record<string, string>> = {
  rate: 'The value itself at every step.',
  differential: 'Corrections to the value so far; silent when there are none.',
  'leaky-rate': 'Rate with a leak, for the whole network.',
  'differential-leaky': 'Differential with a leak, for the whole network.',
  if: 'Integrate and fire, one threshold.',
  'if-negative': 'May take back what it sent.',
  lif: 'Integrate and fire with a leak.',
  'lif-negative': 'With a leak; may take back what it sent.',
  mt: 'One of n thresholds θ/2ᵏ a step.',
  'mt-negative': 'One of n thresholds a step; may take back what it sent.',
  ms: 'Any sum of n thresholds in one step.',
  max: 'Largest activation.',
  percentile: 'A share of the activations lies below it.',
  iteration: 'Least quantisation error for a Gaussian input; ReLU layers only.',
  measured: 'Least error of this neuron on the calibrated activations.',
  balanced: 'Grows until few activations are above it.',
  none: 'The error of the layer is passed on.',
  mean: 'Its calibrated mean error is taken back in the constant part behind it.',
};

export const inspectorTexts = {
  title: 'Inspector',
  fields,
  about,
  nameOf,

  fieldsName: 'Settings',
  difference: (from: string, to: string): string => `${from} → ${to}`,
  noDifference: (count: number): string =>
    count === 1 ? 'The same settings by both plans.' : 'The same settings by both plans, in all of them.',
  signed: 'signed neurons',
  relu: 'ReLU neurons',
  neurons: (count: string): string => some(count, 'neuron'),
  shape: (shape: readonly number[]): string => shape.join(' × '),
  selected: (count: number): string => `${layers(count)} selected`,
  andMore: (count: number): string => `and ${count} more`,
  noNeurons: 'No neurons here: this is carried out on the spikes as they are.',

  source: (source: FieldSource): string => {
    switch (source.kind) {
      case 'layer':
        return 'set here';
      case 'glob':
        return `from ${source.key}`;
      case 'defaults':
        return 'plan default';
      case 'built-in':
        return 'built in';
    }
  },
  sourceMixed: (setHere: number, count: number): string => (setHere === 0 ? 'several sources' : `set in ${setHere} of ${count}`),
  setInPlan: 'set here',
  afterLastStep: 'after the last step',
  readoutAbout:
    'The answer is the mean of the outputs of the steps k…n; before step k it is the mean of the steps so far. k is at most T.',
  builtIn: 'built in',
  mixedOf: (parts: readonly string[]): string => parts.join(', '),
  mixedPart: (value: string, count: number): string => `${value} (${count})`,
  lessThan: (value: string): string => `< ${value}`,
  none: 'none',
  notSet: 'not set',
  saved: (value: string): string => `Saved: ${value}`,
  savedName: (field: string, value: string): string => `${field} differs from the saved version, which has ${value}`,
  reset: (field: string): string => `Reset ${lower(field)} to what it inherits`,
  resetPlan: (field: string): string => `Reset ${lower(field)} to the built-in default`,

  closed: {
    'leaky-is-global': 'Applies to the whole network: set it in the plan’s defaults.',
    'network-is-leaky': (coding: string): string =>
      `The whole network uses ${coding.toLowerCase()}: change that in the plan’s defaults.`,
    'fixed-value': 'It needs calibrated thresholds, not a fixed value.',
    'per-neuron': 'It needs a histogram, which single neurons do not have.',
    'not-of-coding': (coding: string): string => `Coding ${coding.toLowerCase()} does not have it.`,
    signed: (layer: string, count: number): string =>
      `For ReLU neurons only; ${count === 1 ? `${layer} has` : `${layer} and ${count - 1} more have`} signed ones.`,
  },
  idle: {
    'single-threshold-neuron': 'has one only',
    'not-multi-spike': 'multi-spike only',
    'fixed-value': 'θ is fixed',
    'not-percentile': 'not this method',
    'never-negative': 'never negative',
    'from-histogram': 'not this method',
  },
  /** Reasons that need more words than there is room for. */
  idleAbout: {
    'never-negative': 'What a ReLU sends is never negative: its values and their magnitudes are the same.',
    'from-histogram':
      'This method reads the histogram of the layer’s input, with its signs. The choice between values and magnitudes has no effect.',
  },
  fixedInstead: 'fixed value',
  methodTakesOver: 'unfixes θ',
  fromStatistic: 'from the statistic',
  byRule: {
    'threshold.of': 'Value, signed neurons magnitude',
    'threshold.scale': '1, signed neurons 4',
  },
  leakUnused: 'leaky only',
  percent: '%',
  times: '×',
  timesTheta: '× θ',
  startOfNeuron: 'of each neuron',

  plan: 'Plan',
  planHint: 'Nothing is selected: these are the plan’s defaults, for every layer that sets nothing else.',
  network: 'Network',
  facts: {
    model: 'Model',
    input: 'Input',
    output: 'Output',
    operators: 'Operators',
    layers: 'Neuron layers',
    parameters: 'Parameters',
    size: 'File size',
    classes: 'Classes',
    calibration: 'Calibrated',
    operator: 'Operator',
    form: 'Carried out',
    shape: 'Output shape',
    from: 'From',
    facts: 'Details',
    path: 'Module',
    weightShape: 'Shape',
    range: 'Range',
    mean: 'Mean ± deviation',
    single: 'Value',
    zeros: 'Zeros',
    notFinite: 'Not a number or infinite',
  },
  layersOf: (relu: number, signed: number): string =>
    signed === 0 ? `${relu} ReLU` : relu === 0 ? `${signed} signed` : `${relu} ReLU, ${signed} signed`,
  calibrated: (samples: string, when: string): string => `${some(samples, 'sample')}, ${when}`,
  notCalibrated: 'not yet',
  forms: {
    neuron: 'by neurons',
    linear: 'on spikes, exactly',
    expectation: 'on running estimates',
    pooling: 'by pooling estimates',
    product: 'as a product of spikes',
  },
  onnx: (name: string, more: number): string => (more === 0 ? name : `${name} and ${more} more`),

  attributes: 'Attributes',
  weights: 'Weights',
  weightsNone: 'It has no weights.',
  weightsLoading: 'Reading the weights…',
  weightsFailed: 'The weights could not be read.',
  weightShape: (shape: readonly number[], count: string, dtype: string): string =>
    shape.length === 0 ? dtype : `${shape.join('×')}, ${dtype === 'float' ? some(count, 'value') : `${count} ${dtype}`}`,
  range: (low: string, high: string): string => `${low} … ${high}`,
  plusMinus: (mean: string, deviation: string): string => `${mean} ± ${deviation}`,
  histogramOf: (name: string, low: string, high: string): string => `Histogram of ${name} from ${low} to ${high}`,
  weightValues: 'values',
  histogramTitle: (name: string): string => `Values of ${name}`,

  calibration: 'Threshold',
  notCalibratedYet: 'This network has not been calibrated: there are no activations to show.',
  outdated:
    'An estimate: the plan asks for another statistic than the one calibrated. The line has the plan’s scale; calibrate to know θ.',
  outdatedScale: 'Scaled from the calibration; calibrate to make it so.',
  calibrate: 'Calibrate',
  calibrating: 'Calibrating…',
  loading: 'Reading the statistics…',
  noHistogram: 'No histogram was kept for this layer.',

  channel: 'Channel',
  allChannels: 'All channels',
  channelOption: (index: number): string => `Channel ${index}`,
  chartName: (layer: string): string => `Activations and threshold of ${layer}`,
  chartColumns: { from: 'input from', to: 'input to', values: 'values', sent: 'sent', float: 'float network' },
  /** What is read at an input: `0.53: 84.1 % of the values below, sent 0.50, float network 0.53`. */
  chartSpot: (input: string, share: string | null, sent: string, float: string): string =>
    `${input}: ${share === null ? '' : `${share} of the values below, `}sent ${sent}, float network ${float}`,
  histogramAxis: 'values, log',
  outputAxis: 'sent',
  inputAxis: 'input, in units of the activations',
  theta: (value: string): string => `θ ${value}`,
  thetaRange: (count: string, low: string, high: string): string => `median of ${count} thresholds, ${low} … ${high}`,
  thresholdName: 'Threshold θ',
  thresholdValue: (theta: string, share: string): string => `${theta}, ${share} of the values below`,
  dragHint: 'Drag the line, or focus it and use the arrow keys (Shift: further).',
  dragMode: 'Dragging sets',
  dragValue: 'one value',
  dragScale: 'the scale',
  dragValueHint: (count: string): string => `Fixes one threshold in place of ${count}.`,
  dragScaleHint: 'Moves all thresholds of the layer in proportion.',
  neverFires: 'θ is 0: these neurons never fire.',

  floatNetwork: 'float network',
  staircase: (steps: number): string => `sent in ${some(steps, 'step')}`,
  stepsDrawn: 'Drawn after',
  stepsDrawnName: 'Steps of the staircase',
  stepsOf: (drawn: number, steps: number): string => `${drawn} of ${some(steps, 'step')}`,
  deadZone: 'dead zone',
  clipped: 'clipped',
  staircaseFacts: (parts: readonly string[]): string => parts.join(' · '),
  deadUpTo: (value: string): string => `0 up to ${value}`,
  noDeadZone: 'no dead zone',
  clipsAbove: (value: string, share: string): string => `clips above ${value} (${share} of the values)`,
  clipsBelow: (value: string): string => `and below ${value}`,
  noClipping: 'nothing is clipped',
  layerError: (share: string): string => `error of this layer alone ${share}`,

  iteration: 'Threshold iteration',
  iterationAxis: 'iteration',
  iterationSolved: (theta: string, iterations: number): string => `θ ${theta} after ${some(iterations, 'iteration')}`,
  iterationUnsolved: 'Not a number: θ fell back to 1.',
  iterationName: (channel: number): string => `θ after each iteration, channel ${channel}`,

  channels: 'Statistics',
  columns: { index: '', mean: 'Mean', deviation: 'Dev.', maximum: 'Max.', threshold: 'θ', flag: '' },
  columnsLong: {
    index: 'Index',
    mean: 'Mean',
    deviation: 'Standard deviation',
    maximum: 'Maximum',
    threshold: 'Base threshold θ',
    flag: 'Remarks',
  },
  groups: { layer: 'layer', channel: 'ch', neuron: 'neuron' },
  unsolvedLong: 'Threshold iteration found no answer; θ is 1.',
  silentLong: 'Never fires: θ is 0.',
  someRows: (shown: string, total: string): string => `${shown} of ${total} neurons are listed; choose a channel for its own.`,
  rowsName: (level: string): string => `Statistics per ${level}`,

  layersTitle: 'Layers',
  columnLayer: 'layer',
  energyShort: 'Energy',
  results: (run: number): string => `In run ${run}`,
  noResults: 'Run the plan to see firing rate, error and energy of this layer.',
  /** `own`: whether this layer's settings were others; null for an operator without settings. */
  resultsOlder: (version: number, own: boolean | null): string =>
    `Of an older plan: that run used version ${version}.${own === null ? '' : own ? ' This layer has other settings now.' : ' This layer’s own settings are the same now.'}`,
  firingRate: FIGURES.firingRate.name,
  firingRateAbout: sentence(FIGURES.firingRate.about),
  meanOfSteps: (value: string): string => `${value}, mean of the steps`,
  firingRateShort: 'Firing',
  conversionError: FIGURES.conversionError.name,
  conversionErrorAbout: sentence(FIGURES.conversionError.about),
  conversionErrorShort: 'Error',
  clippedShare: FIGURES.clipped.name,
  silencedShare: FIGURES.silenced.name,
  thresholdCost: FIGURES.thresholdCost.name,
  thresholdCostAbout: sentence(FIGURES.thresholdCost.about),
  thresholdCostShort: 'θ cost',
  thresholdsLose: 'The thresholds lose activations that matter.',
  notMeasured: 'not measured',
  energyShare: 'Energy share',
  operations: 'Operations',
  operationsOf: (names: readonly string[]): string => `Operations of ${names.join(', ')} per sample`,
  step: 'T',
  lastStep: (steps: number): string => `after ${some(steps, 'step')}`,
  everyStep: (every: number): string => `Every ${every} steps.`,
  notRecorded: 'not recorded',
} as const;

/** A definition as a sentence of its own. */
function sentence(about: string): string {
  return `${about.charAt(0).toUpperCase()}${about.slice(1)}.`;
}

function lower(field: string): string {
  return field.charAt(0).toLowerCase() + field.slice(1);
}
