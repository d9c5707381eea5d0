/** Words of the run bar and of the result strip. */
import { imagesText, newTexts } from './start.ts';

const stepsText = (steps: number): string => (steps === 1 ? '1 step' : `${steps} steps`);

export const runTexts = {
  bar: 'Run',
  dataset: 'Images',
  chooseDataset: 'Choose images…',
  noDataset: 'choose images',
  datasetPath: 'Folder or file with images',
  datasetHint: 'A folder with one folder per class, an .npy or .npz file, CIFAR, IDX or CSV.',
  useDataset: 'Use',
  browse: 'Browse…',
  reading: 'Looking at the images…',
  available: imagesText,
  /** One word for one thing: messages name the field. */
  batch: newTexts.batch,
  batchHint: 'Fewer at once need less memory; results stay the same.',
  imagesName: 'Number of images',
  images: 'images',
  all: 'all',
  allOf: (count: string): string => `All ${count}`,
  allUnknown: 'All',
  imagesProblem: 'must be a whole number, 1 or more',
  tooMany: (count: string): string => `there are ${count}`,
  steps: 'T',
  stepsName: 'Time steps T',
  engine: (label: string, threads: string): string => `${label} · ${threads}`,
  threads: (count: number): string => (count === 1 ? '1 thread' : `${count} threads`),
  engineHint: 'Engine and threads are set in Settings.',
  run: 'Run',
  cancel: 'Cancel',
  cancelHint: 'or press Escape twice',
  escapeAgain: 'Escape again to cancel',
  cancelling: 'Cancelling…',
  remaining: (time: string): string => `${time} left`,
  progress: (done: string, total: string): string => `${done} of ${total}`,
  progressName: 'Progress',
  failed: 'Failed',
  retry: 'Retry',
  copyDetails: 'Copy details',
  copied: 'Copied',
  dismiss: 'Dismiss',
  close: 'Close',
  readOnly: (reason: string): string => `This project can only be read: ${reason}`,
  chooseFirst: 'Choose images first.',
  notConnected: 'Not connected to the services.',
  planProblem: 'The plan has a problem; see Problems.',
  textProblem: 'The plan’s text cannot be read; runs use the plan that the graph shows.',
  stepsLabel: (steps: number): string => `Time steps T to ${steps}`,

  results: 'Results',
  empty: (count: string): string => `Run ${imagesText(count)} to see accuracy and energy.`,
  emptyNoDataset: 'Choose images, then run the plan to see accuracy and energy.',
  runNow: (count: string): string => `Run ${imagesText(count)}`,
  picker: 'Run shown',
  running: 'Running now',
  runLabel: (id: number, version: number, count: string): string => `Run ${id} · plan ${version} · ${imagesText(count)}`,
  version: (version: number): string => `plan ${version}`,
  energy: (ratio: string): string => `energy ${ratio}`,
  count: (count: string): string => `${count} images`,
  loading: 'Reading the run…',
  starting: 'Waiting for the first images…',
  /** What a job does now, while there are no results yet. */
  doing: (phase: string, done: string, total: string): string => {
    if (phase === 'simulating') return `Simulating ${done} of ${total} images`;
    if (phase === 'calibrating') return `Calibrating: ${done} of ${total} images`;
    if (phase === 'importing') return 'Importing the model';
    return phase === 'waiting' ? 'Waiting for another job to end' : 'Starting';
  },
  curvesCome: 'The first curves appear after the first batch of images.',
  soFar: (done: string, of: string): string => `after ${done} of ${of} images`,

  accuracyTitle: 'Accuracy over steps',
  agreementTitle: 'Agreement over steps',
  energyTitle: 'Energy over steps',
  accuracy: 'spiking',
  agreement: 'agreement',
  floatNetwork: 'float',
  energyRatio: 'synaptic',
  ledgerFloat32: 'full/f32',
  ledgerInt8: 'full/int8',
  asMuch: 'float = 1',
  logScale: 'log scale',
  accuracyAbout: 'Of the mean output so far. Agreement: share of the float network’s answers.',
  energyAbout:
    'Of all steps so far. Synaptic: operations alone, as the paper counts. Full ledger: all that a device would pay, against the float network in 32-bit floating point and in 8-bit integers.',

  tableName: 'Figures per step',
  columnStep: 'T',
  columnAccuracy: 'Accuracy',
  columnChange: 'Δ float',
  columnAgreement: 'Agreement',
  columnPaper: 'Synaptic',
  columnFloat32: 'Full/f32',
  columnInt8: 'Full/int8',
  columnPaperLong: 'Energy ratio of the paper: synaptic operations alone',
  columnFloat32Long: 'Full ledger over the float network in 32-bit floating point',
  columnInt8Long: 'Full ledger over the float network in 8-bit integers',
  floatRow: 'float',
  points: (text: string): string => `${text} points`,

  stopping: (accuracy: string, steps: string, margin: string, energy: string): string =>
    `Stopping early (margin ${margin}): ${accuracy} after ${steps} steps on average, synaptic energy ${energy}.`,

  names: {
    energyRatio: 'by synaptic operations',
    ledgerFloat32: 'in full against float32',
    ledgerInt8: 'in full against int8',
  },
  dearer: (parts: readonly string[]): string => `Costs more than the float network: ${parts.join(', ')}.`,
  dearerPart: (times: string, name: string): string => `${times} × ${name}`,
  cheaper: 'Costs less than the float network by all three counts.',
  accuracyReached: {
    after: (steps: number): string => `Accuracy within 1 point of the float network’s after ${stepsText(steps)}.`,
    never: 'Accuracy not within 1 point of the float network’s.',
  },
  agreementReached: {
    after: (steps: number): string => `Agrees with the float network on 99 % or more after ${stepsText(steps)}.`,
    never: 'Agrees with the float network on less than 99 %.',
  },

  summary: (parts: readonly string[]): string => `${parts.join(', ')}.`,
  summaryLine: (label: string, first: string, last: string): string => `${label} from ${first} to ${last}`,

  calibrate: 'Calibrate',
  runTitle: 'Run the plan',
  calibrateTitle: 'Calibrate the plan',
  cancelTitle: 'Cancel the run',
  showResults: 'Show results',
} as const;
