/** Words of the sensitivity of a plan. */

export const sensitivityTexts = {
  title: 'Sensitivity',
  empty: 'Not measured yet',
  emptyHint:
    'Every change of a single layer (coding, neuron, thresholds, method, scale) is tried on the same samples: what it does to the answers and to the energy.',
  start: 'Measure',
  again: 'Measure again',
  failed: 'The sensitivity could not be measured',
  measured: (rows: string, samples: string, steps: string): string => `${rows} changes on ${samples} samples, T = ${steps}`,
  plan: (parts: readonly string[]): string => `The plan: ${parts.join(', ')}.`,
  planAccuracy: (value: string): string => `${value} right`,
  planAgreement: (value: string): string => `${value} agree with the float network`,
  planDivergence: (value: string): string => `${value} mnat divergence`,
  planEnergy: (value: string): string => `${value} per sample`,
  older: (fields: number): string =>
    `Measured for another plan: ${fields === 1 ? '1 field of the working plan differs' : `${fields} fields of the working plan differ`}.`,
  untried: (changes: number): string =>
    `${changes === 1 ? '1 change was' : `${changes} changes were`} not tried, because the calibration has no such statistics.`,

  list: 'Changes of single layers',
  columns: {
    verdict: [
      'Use',
      'gain: saves energy and is no worse; trade: saves energy, the divergence grows; quality: the divergence falls',
    ],
    layer: ['Layer', 'The layer that is changed'],
    change: ['Change', 'The setting that is changed, from the plan’s value to another'],
    agreement: [
      'Agreement, pp',
      'Change of the share of answers that are the float network’s, in percentage points, with its 95 % interval',
    ],
    accuracy: ['Accuracy, pp', 'Change of the share of right answers in percentage points, with its 95 % interval'],
    divergence: [
      'Divergence, mnat',
      'Change of the mean Kullback-Leibler divergence from the float network, in millinats, with its 95 % interval',
    ],
    energy: ['Energy, %', 'Change of energy in percent of the plan’s, with its 95 % interval'],
  },
  sortBy: (column: string, order: string): string => `${column}: sort, now ${order}`,
  orders: { none: 'by rank', up: 'ascending', down: 'descending' },
  verdicts: { gain: 'gain', trade: 'trade', quality: 'quality', none: '–' },
  filter: 'Filter by layer or change',
  filterVerdict: 'Use',
  all: 'All',
  none: 'None',
  shown: (shown: string, all: string): string => `${shown} of ${all}`,
  noRows: 'No change matches the filter.',
  apply: 'Apply to the plan',
  applyHint: 'Makes the chosen change in the working plan, as one step that can be undone',
  label: (layer: string, field: string, from: string, to: string): string => `${layer}: ${field} ${from} → ${to}`,
  change: (field: string, from: string, to: string): string => `${field} ${from} → ${to}`,
  colour: 'Colour the graph by',
  take: 'Copy or save',
  copyCsv: 'Copy as CSV',
  saveCsv: 'Save as CSV',
  copied: 'Table of sensitivity: copied as CSV',
} as const;
