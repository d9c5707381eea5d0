/** Words of the view of layers. */
export const layersTexts = {
  title: 'Layers',
  figure: 'Figure',
  figures: {
    'conversion-error': 'Error',
    clipped: 'Clipped',
    'firing-rate': 'Firing rate',
    energy: 'Energy',
  },
  mapTitles: {
    'conversion-error': 'Conversion error by layer and step, %',
    clipped: 'Activations clipped by layer and step, %',
    'firing-rate': 'Firing rate by layer and step, %',
    energy: 'Energy by layer and step, per sample',
  },
  logScale: 'logarithmic scale',
  mapKeys: 'Arrow keys read values, Enter selects the layer, plus and minus zoom, 0 shows all.',
  columnLayer: 'layer',
  columnStep: (step: number): string => `step ${step}`,
  at: (layer: string, step: number, value: string): string => `${layer}, step ${step}: ${value}`,
  pointAt: (steps: number): string =>
    steps === 1 ? 'This run has one step, so that the map has one column.' : 'Point at a cell, or use the arrow keys.',

  noRun: 'No finished run is shown: run the plan to see where its layers lose accuracy and spend energy.',
  unfinished: {
    running: 'The run goes on: its figures by layer come with its end.',
    cancelled: 'was cancelled: a run has figures by layer when all of its samples are done.',
    failed: 'failed: a run has figures by layer when all of its samples are done.',
    done: '',
  },
  runNumber: (id: number): string => `Run ${id}`,
  missing: {
    simulated: 'This run did not record conversion errors.',
    older: 'An older version of Spikeloom made this run and did not keep this figure: run the plan again to see it.',
    'no-layers': 'This network has no neuron layers.',
  },

  noSuchLayer: 'The network of this project has no layer of this name: the run is of another one.',

  worst: 'Worst layers',
  worstAbout:
    'In the order of the error that arises in the layer itself and has the named reason. The error that comes with a layer’s input is not counted.',
  noErrors: 'This run did not record conversion errors, so that no layer can be named.',
  olderPlan: 'The plan has changed since this run.',
  runAgain: 'Run again',
  error: (percentText: string): string => `error ${percentText}`,
  errorAbout: (own: string, explained: string): string =>
    `Error after the last step. ${own} arises in this layer; the reason explains ${explained}.`,
  select: (layer: string): string => `${layer}: select in the graph`,
  apply: 'Apply',
  applyTo: (layer: string): string => `Apply the remedy for ${layer}`,
  applied: 'In the plan',
  readOnly: (reason: string): string => `This project can only be read: ${reason}`,
  preview: 'Preview',
  previewOf: (layer: string): string => `Preview the remedy for ${layer}`,
  previewing: (phase: string, done: string, total: string): string => `${phase}: ${done} of ${total}`,
  previewed: (samples: string, error: string, agreement: string): string =>
    `On ${samples} samples: error of this layer ${error}, agreement ${agreement}.`,
  previewCancelled: 'The preview was cancelled.',
  cancel: 'Cancel',
  label: (layer: string, remedy: string): string => `Remedy for ${layer}: ${remedy}`,
} as const;
