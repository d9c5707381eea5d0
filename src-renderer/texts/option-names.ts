/**
 * Sentences of the services in the window's words. Services name a setting by its option of the command line, which both surfaces have
 * in common; a person in the window knows it by the name of its field.
 */
import { inspectorTexts } from './inspector.ts';
import { newTexts } from './start.ts';

/** Fields of the window, by the option that sets the same. */
export const FIELD_OF_OPTION: Readonly<Record<string, string>> = {
  batch: newTexts.batch,
  calibration: newTexts.source,
  coding: inspectorTexts.fields.coding,
  dataset: 'Samples for runs',
  dequantise: newTexts.dequantise,
  force: newTexts.replace,
  input: newTexts.facts.input,
  'label-column': newTexts.labelColumn,
  neuron: inspectorTexts.fields.neuron,
  out: newTexts.place,
  output: newTexts.outputs,
  plan: inspectorTexts.plan,
  preprocess: newTexts.preprocessing,
  size: newTexts.size,
  'skip-bad': newTexts.skipBad,
  steps: inspectorTexts.fields.steps,
  tau: inspectorTexts.fields.tau,
  'threshold-level': inspectorTexts.fields['threshold.level'],
  'threshold-method': inspectorTexts.fields['threshold.method'],
  'threshold-of': inspectorTexts.fields['threshold.of'],
  'threshold-scale': inspectorTexts.fields['threshold.scale'],
  thresholds: inspectorTexts.fields.thresholds,
};

/**
 * An option as a word of its own, not a part of a path (`/x/--input/y`, `--input.onnx`), with the place that a sentence leaves for its value:
 * `--size H,W`, `--calibration SRC`.
 */
const OPTION = /(?<![\w./\\-])--([a-z][a-z-]*[a-z])(?![\w-]|[./\\=][\w.-])((?: [A-Z]+(?:,[A-Z]+)*)(?![\w-]))?/g;

/** The sentence with the names of fields in place of options; options that the window has no field for stay. */
export const inWindow = (sentence: string): string =>
  sentence.replaceAll(OPTION, (whole, option: string) => {
    const field = FIELD_OF_OPTION[option];
    return field === undefined ? whole : `“${field}”`;
  });
