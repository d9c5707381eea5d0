/** Messages of the services in the window's words: a setting is called by the label of its field. */
import { EXPORT_OPTIONS } from '../../src-shared/export/index.ts';
import { type Message, type OptionId, rendered } from '../../src-shared/message/index.ts';
import { appTexts } from './app.ts';
import { exportTexts } from './export.ts';
import { fitTexts } from './fit.ts';
import { inspectorTexts } from './inspector.ts';
import { runTexts } from './run.ts';
import { newTexts } from './start.ts';
import { tuningTexts } from './tuning.ts';

/** Fields of the window, by the option that sets the same; null if the window has none. */
export const FIELD_OF_OPTION: Readonly<Record<OptionId, string | null>> = {
  'adapt-plan': EXPORT_OPTIONS['adapt-plan'].label,
  'allow-server': appTexts.remote.once,
  batch: newTexts.batch,
  budget: tuningTexts.budget,
  calibration: newTexts.source,
  'calibration-batch': newTexts.batch,
  coding: inspectorTexts.fields.coding,
  collect: null,
  dataset: 'Samples for runs',
  dequantise: newTexts.dequantise,
  emit: null,
  forecast: null,
  'energy-model': tuningTexts.energyModel,
  engine: appTexts.settings.engine,
  example: null,
  flash: fitTexts.flash,
  force: newTexts.replace,
  format: exportTexts.format,
  'gpu-adapter': appTexts.settings.gpuAdapter,
  holdout: tuningTexts.holdout,
  input: newTexts.facts.input,
  inputs: null,
  item: null,
  json: null,
  'label-column': newTexts.labelColumn,
  labels: runTexts.labels,
  limit: null,
  minimise: tuningTexts.minimise,
  missing: null,
  model: inspectorTexts.facts.model,
  'most-spikes': inspectorTexts.fields.mostSpikes,
  name: runTexts.runName,
  neuron: inspectorTexts.fields.neuron,
  'new-token': null,
  'no-self-check': null,
  note: runTexts.runNote,
  numbers: null,
  open: null,
  out: newTexts.place,
  output: newTexts.outputs,
  plan: inspectorTexts.plan,
  plans: null,
  port: null,
  preprocess: newTexts.preprocessing,
  preview: null,
  profile: EXPORT_OPTIONS.profile.label,
  ram: fitTexts.ram,
  'readout-from': inspectorTexts.fields['readout.from'],
  'record-samples': runTexts.recordSamples,
  'record-spikes': runTexts.recordSpikes,
  reuse: null,
  run: null,
  samples: null,
  seed: tuningTexts.seed,
  shard: null,
  shards: null,
  size: newTexts.size,
  'skip-bad': newTexts.skipBad,
  'spike-budget': null,
  spikes: null,
  steps: inspectorTexts.fields.steps,
  table: null,
  tau: inspectorTexts.fields.tau,
  target: fitTexts.target,
  threads: appTexts.settings.threads,
  'threshold-level': inspectorTexts.fields['threshold.level'],
  'threshold-method': inspectorTexts.fields['threshold.method'],
  'threshold-of': inspectorTexts.fields['threshold.of'],
  'threshold-scale': inspectorTexts.fields['threshold.scale'],
  'initial-potential': inspectorTexts.fields.initial,
  thresholds: inspectorTexts.fields.thresholds,
  time: tuningTexts.minutes,
  trials: tuningTexts.trials,
  version: null,
  weights: fitTexts.weights,
  zip: exportTexts.zip,
};

/** A setting by its field, in quotation marks. One without a field has come from the command line; its name in plain words has to do. */
export const fieldName = (option: OptionId): string => `“${FIELD_OF_OPTION[option] ?? option.replaceAll('-', ' ')}”`;

/** The text of a message in the window. */
export const inWindow = (message: Message): string => rendered(message, ({ option }) => fieldName(option));

/** The same where there may be none. */
export const inWindowOrNull = (message: Message | null): string | null => (message === null ? null : inWindow(message));
