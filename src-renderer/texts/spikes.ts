/** Words of the view of recorded spikes, and of what asks for them. */
import { bytes, whole } from '../ui/format.ts';

const stepsText = (steps: number): string => (steps === 1 ? '1 step' : `${steps} steps`);

export const spikeTexts = {
  title: 'Spikes',
  noRun: 'No finished run is shown: run the plan first.',
  reading: 'Reading the spikes…',
  failed: 'The spikes cannot be read',
  none: 'This run kept no spikes.',
  noneAbout:
    'Choose layers and samples: they are simulated once more with the run’s plan, and every spike is kept. New runs record too, if “Record spikes” at the run’s samples says what.',
  missing: (why: string): string => `Some spikes are missing: ${why}`,
  missingAll: (why: string): string => `The spikes of this run are missing: ${why}`,

  record: 'Record',
  recordAgain: 'Record others…',
  recordTitle: 'Record spikes of this run',
  layers: 'Layers',
  layersHint: 'Names as in the plan, * for all, with commas between them.',
  samples: 'Samples',
  samplesHint: 'Numbers in the run, from 0, with commas between them.',
  noLayer: (name: string): string => `no neuron layer is called ${name}`,
  noLayers: 'name at least one layer',
  noSamples: 'name at least one sample',
  wrongSamples: 'whole numbers from 0 with commas between them: 0, 5, 7',
  noSample: (sample: number, last: number): string => `there is no sample ${sample}; the last one is ${last}`,
  size: (most: number, budget: number): string => `Takes at most ${bytes(most)} of the ${bytes(budget)} that spikes may take.`,
  tooLarge: (most: number, budget: number, leave: string): string =>
    `May take ${bytes(most)}, more than the ${bytes(budget)} that spikes may take: ${leave}.`,
  leaveSamples: (count: number): string => `leave out ${count === 1 ? 'one sample' : `${count} samples`}`,
  leaveLayer: (layer: string): string => `leave out layers, ${layer} first`,
  selectedLayers: 'Take selected',

  layer: 'Layer',
  layerOption: (name: string, neurons: number): string => `${name} · ${whole(neurons)} neurons`,
  sample: 'Sample',
  sampleOption: (sample: number): string => `Sample ${sample}`,
  step: 'Time step',
  stepOf: (step: number, of: number): string => `step ${step} of ${of}`,

  raster: 'Spikes by neuron and step',
  rasterAbout:
    'One row for each time step, neurons from left to right. Colour: sign and size of the spike; where several neurons share a pixel, their mean. Wheel or + and − zoom, Shift and arrows move, arrows choose step and neuron.',
  rasterName: (layer: string, steps: number): string =>
    `Raster of ${layer} over ${stepsText(steps)}. Arrows choose step and neuron, + and − zoom, Home shows all.`,
  positive: 'positive',
  negative: 'negative',
  shown: (from: number, to: number, of: number): string => `neurons ${whole(from)}–${whole(to)} of ${whole(of)}`,
  atNeuron: (neuron: string, step: number, spike: string): string => `${neuron}, step ${step}: ${spike}`,
  silent: 'no spike',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  columns: {
    step: 'step',
    spikes: 'spikes',
    rate: 'firing rate (%)',
    negative: 'negative',
    size: 'size (θ)',
    all: 'all steps',
    now: (step: number): string => `step ${step}`,
    channel: 'channel',
    meanEstimate: 'mean estimate',
    meanFloat: 'mean float',
    error: 'relative error (%)',
  },

  estimate: 'Running estimate of neurons',
  estimateAbout:
    'What the spikes up to a step stand for, beside the activation of the float network (dashed). A click in the raster or a map adds a neuron.',
  neuron: 'Neuron to add',
  remove: (neuron: string): string => `Remove neuron ${neuron}`,
  estimateOf: (neuron: string): string => `${neuron} estimate`,
  floatOf: (neuron: string): string => `${neuron} float`,

  sizes: 'Spike sizes',
  sizesAbout: 'Number of spikes by size in units of the threshold θ: of all steps, and filled of the chosen one.',

  maps: 'Feature maps',
  mapsAbout: (step: number): string =>
    `Above, the estimate after step ${step}; below, the activation of the float network, with the same colours.`,
  mapsName: (first: number, last: number): string => `Maps of channels ${first} to ${last}: estimates and float activations.`,
  noMaps: (shape: readonly number[]): string =>
    `The neurons of this layer have the shape [${shape.join(', ')}]: there are no maps.`,
  mapsShort: (step: number): string => `step ${step} over float`,
  firstChannel: 'First channel',
  channelUnit: 'ch.',
} as const;
