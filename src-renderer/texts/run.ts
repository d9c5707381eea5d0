/** Words of the run bar and of the result strip. */
import { newTexts, samplesText } from './start.ts';

const stepsText = (steps: number): string => (steps === 1 ? '1 step' : `${steps} steps`);

export const runTexts = {
  bar: 'Run',
  dataset: 'Samples',
  chooseDataset: 'Choose samples…',
  noDataset: 'choose samples',
  datasetPath: 'Folder or file with samples',
  datasetHint: 'A folder with one folder per class, .npy, .npz (#array), CIFAR, IDX or .csv (#label column).',
  labels: 'Labels (optional)',
  labelsHint: newTexts.labelsHint,
  labelColumn: newTexts.labelColumn,
  chooseLabels: newTexts.chooseLabels,
  browse: 'Browse…',
  reading: 'Looking at the samples…',
  available: samplesText,
  /** One word for one thing: messages name the field. */
  batch: newTexts.batch,
  batchHint: 'Fewer at once need less memory; results stay the same.',
  countName: 'Number of samples',
  samples: 'samples',
  none: 'none',
  noneOf: (count: string): string => `none of ${count}`,
  takeAll: (count: string): string => `Take all ${count}`,
  steps: 'T',
  stepsName: 'Time steps T',
  engine: (label: string, detail: string): string => `${label} · ${detail}`,
  threads: (count: number): string => (count === 1 ? '1 thread' : `${count} threads`),
  engineHint: 'The engine, its threads and its graphics adapter are set in Settings.',
  run: 'Run',
  cancel: 'Cancel',
  cancelHint: 'or press Escape twice',
  escapeAgain: 'Escape again to cancel',
  cancelling: 'Cancelling…',
  remaining: (time: string): string => `${time} left`,
  progress: (done: string, total: string): string => `${done} of ${total}`,
  failed: 'Failed',
  readOnly: (reason: string): string => `This project can only be read: ${reason}`,
  chooseFirst: 'Choose samples first.',
  noCount: 'No samples would run: enter how many.',
  noProject: 'No project is open.',
  isRunning: 'Another run or calibration goes on.',
  notNow: (why: string): string => `Cannot run: ${why}`,
  notConnected: 'Not connected to the services.',

  results: 'Results',
  empty: (count: string): string => `Run ${samplesText(count)} to see accuracy and energy.`,
  emptyNoDataset: 'Choose samples, then run the plan to see accuracy and energy.',
  runNow: (count: string): string => `Run ${samplesText(count)}`,
  picker: 'Run shown',
  running: 'Running now',
  runNumber: (id: number): string => `Run ${id}`,
  runLabel: (name: string, version: number, count: string): string => `${name} · plan ${version} · ${samplesText(count)}`,
  describe: 'Name, note',
  noted: 'Note',
  describeRun: (id: number): string => `Name and note of run ${id}`,
  runName: 'Name',
  runTags: 'Tags',
  runTagsHint: 'separated by commas',
  runNote: 'Note',
  runNoteHint: 'Name and note are in reports too.',
  keep: 'Keep',
  olderPlan: 'Older plan',
  olderPlanLong: (version: number, changes: number): string =>
    `This run used version ${version}. The plan differs from it in ${changes === 1 ? '1 field' : `${changes} fields`}: run it to see what that does, or choose this to compare.`,
  energy: (ratio: string): string => `energy ${ratio}`,
  starting: 'Waiting for the first samples…',
  recordSpikes: 'Record spikes',
  recordSamples: 'Samples to record',
  wrongRecording: (why: string): string => `Spikes to record: ${why}.`,
  /** What a job does now, while there are no results yet. */
  doing: (phase: string, done: string, total: string): string => {
    if (phase === 'simulating') return `Simulating ${done} of ${total} samples`;
    if (phase === 'calibrating') return `Calibrating: ${done} of ${total} samples`;
    if (phase === 'recording') return `Recording spikes of ${done} of ${total} samples`;
    if (phase === 'importing') return 'Importing the model';
    return phase === 'waiting' ? 'Waiting for another job to end' : 'Starting';
  },
  curvesCome: 'The first curves appear after the first batch of samples.',
  soFar: (done: string, of: string): string => `after ${done} of ${of} samples`,

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

  stopping: (accuracy: string, steps: string, margin: string, energy: string): string =>
    `Stopping early (margin ${margin}): ${accuracy} after ${steps} steps on average, synaptic energy ${energy}.`,

  partsName: 'What is shown of the run',
  parts: { steps: 'Over steps', stopping: 'Stopping early', readout: 'Delayed readout' },
  intervalAbout: (samples: string): string => `Bands: 95 % intervals (Wilson, n = ${samples}).`,
  columnInterval: '95 %',
  columnIntervalLong: '95 % interval of the accuracy, by Wilson',
  difference: (low: string, high: string, p: string): string =>
    `Of the same samples: 95 % interval ${low} to ${high} points, p = ${p} (McNemar’s exact test, with the paired interval of Newcombe and of the test)`,
  noClassVector: 'The output is no class vector: its samples have no answers that could come early or late.',
  olderRun: 'An older version made this run, and did not count delayed readouts. A new run does.',
  stoppingTable: 'Early stopping per margin',
  stoppingColumns: [
    ['Margin', 'Softmax margin between the best two classes that ends a sample'],
    ['Steps', 'Mean number of steps of a sample'],
    ['Accuracy', 'Share of right answers'],
    ['95 %', '95 % interval of the accuracy, by Wilson'],
    ['Agreement', 'Share of the float network’s answers'],
    ['Synaptic', 'Energy ratio of the paper, each sample up to its last step'],
  ],
  readoutTable: 'Delayed readout per first step',
  readoutTo: 'Last step of the mean',
  upTo: (step: number): string => `up to step ${step}`,
  bestReadout: (from: number, to: number, share: string): string =>
    from === 1
      ? `Best over all ${stepsText(to)}: from step 1 (${share}).`
      : `Best up to step ${to}: from step ${from} on (${share}).`,
  useReadout: (from: number): string => `Use k = ${from}`,
  useReadoutAbout: (from: number): string => `Set the plan’s answer to the mean of the outputs from step ${from} on`,
  readoutInPlan: (from: number): string => `The plan’s answer is the mean of the outputs from step ${from} on`,
  readoutColumns: [
    ['k', 'First step of the mean'],
    ['Accuracy', 'Share of right answers'],
    ['95 %', '95 % interval of the accuracy, by Wilson'],
    ['Δ k = 1', 'Difference to the mean of all steps, in percentage points; of the agreement without labels'],
    ['Agreement', 'Share of the float network’s answers'],
  ],

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

  notes: 'Notes',
  notesName: (count: number, warnings: number): string => {
    const of = (many: number, one: string): string => (many === 1 ? `1 ${one}` : `${many} ${one}s`);
    if (count === 0) return 'Notes of the run: none';
    return `Notes of the run: ${of(count, 'note')}${warnings === 0 ? '' : `, ${of(warnings, 'warning')}`}`;
  },
  notesLater: 'Notes of the run: come when it ends',
  notesTitle: 'Notes of the run',
  notesCome: 'The notes come when the run ends.',
  noNotes: 'This run has no notes.',
  copyNotes: 'Copy notes',
  warning: 'Warning:',
  selectLayer: (layer: string): string => `Select ${layer} in the graph`,

  summary: (parts: readonly string[]): string => `${parts.join(', ')}.`,
  summaryLine: (label: string, first: string, last: string): string => `${label} from ${first} to ${last}`,

  runTitle: 'Run the plan',
  share: 'Share',
  shareTitle: 'Share: write the report of the run as a page',
  reportWritten: (file: string): string => `${file} is written beside the project: one page with everything in it.`,
  showReport: 'Show in folder',
  copyReportPath: 'Copy path',
  calibrateTitle: 'Calibrate the plan',
  cancelTitle: 'Cancel the run',
  showResults: 'Show results',
} as const;
