/** Options that several commands share (docs/cli.md), and the requests to the services that they become. */
import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import { withLabelColumn } from '../../src-shared/contract/sample-spec.ts';
import { DEFAULT_ENGINE, ENGINE_IDS, ENGINES, isEngineId, usesThreads } from '../../src-shared/engine/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { option, say } from '../../src-shared/message/index.ts';
import type { PlanOptions } from '../../src-shared/plan/options.ts';
import type { CalibrationRequest } from '../services/calibrate/calibrate-model.ts';
import type { ModelInputOptions } from '../services/model/load-model.ts';
import type { EngineRequest } from '../services/run/load-engine.ts';
import type { PlanRequest } from '../services/model/load-plan.ts';

/** Samples per batch of simulate and evaluate: few enough for memory, enough to keep all cores busy. */
const DEFAULT_BATCH = 100;
const DEFAULT_CALIBRATION_BATCH = 32;

/** Parses a whole number from 1 for commander. */
export function count(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= 1_000_000_000) return value;
  throw new InvalidArgumentError('It must be a whole number, 1 or more.');
}

/** Parses sizes such as `224x224` for commander. */
export function sizes(text: string): number[] {
  const values = text.split(/[x×]/).map(Number);
  if (/^\d+([x×]\d+)*$/.test(text) && values.every((value) => value >= 1 && value <= 1_000_000)) return values;
  throw new InvalidArgumentError('It must be whole numbers such as 224x224.');
}

export interface ModelOptions {
  readonly input?: string;
  readonly size?: readonly number[];
  readonly output?: readonly string[];
  readonly dequantise?: boolean;
  readonly preprocess?: string;
}

/** Parses names separated by commas. The option may be given several times. */
export const names = (text: string, before: readonly string[] = []): string[] => [
  ...before,
  ...text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== ''),
];

/** Options that choose the parts of a model to import, and how to read them. */
export const addImportOptions = (command: Command): Command =>
  command
    .option('--input <name>', 'input that takes the samples, where the model has several')
    .option(
      '--size <HxW>',
      'size to import for, where the model leaves height and width open (default: that of the samples)',
      sizes,
    )
    .option('--output <name>', 'output to import, or a value inside the network; may be repeated, or a list with commas', names)
    .option('--dequantise', 'read quantised activations as the floating-point numbers that they stand for');

/** The same options as the services take them. */
export const importRequest = ({ input, size, output, dequantise }: ModelOptions): ModelInputOptions => ({
  input,
  size,
  outputs: output,
  dequantise,
});

export const addModelOptions = (command: Command): Command =>
  addImportOptions(command).option(
    '--preprocess <file>',
    'preprocessing of images and bytes (default: MODEL.json beside MODEL.onnx)',
  );

export interface PlanCliOptions extends PlanOptions {
  readonly plan?: string;
}

export const addPlanOptions = (command: Command): Command =>
  command
    .option('--steps <T>', 'time steps (default: 8)')
    .option('--tau <tau>', 'leak of the leaky codings (default: 0.98)')
    .option('--readout-from <k>', 'first step of the mean that is the answer (default: 1)')
    .option('--coding <coding>', 'rate, leaky-rate, differential or differential-leaky (default: differential)')
    .option('--neuron <neuron>', 'if, if-negative, lif, lif-negative, mt, mt-negative or ms (default: mt)')
    .option('--thresholds <n>', 'levels of mt and ms neurons (default: 8)')
    .option('--most-spikes <k>', 'most spikes of ms neurons in one step (default: 16, no limit)')
    .option('--threshold-method <method>', 'max, percentile:P, iteration, measured or balanced (default: percentile:99.9)')
    .option('--threshold-of <what>', 'value or magnitude: what the statistic is of (default: value, signed neurons magnitude)')
    .option('--threshold-level <level>', 'layer, channel or neuron (default: channel)')
    .option('--threshold-scale <S>', 'factor on thresholds (default: 1, signed neurons 4)')
    .option('--initial-potential <m>', 'membrane potential before the first step, × θ (default: that of the neuron)')
    .option('--plan <file>', 'settings per layer; wins over the options');

export const planRequest = (options: PlanCliOptions): PlanRequest => {
  const { plan, steps, tau, readoutFrom, coding, neuron, thresholds, mostSpikes } = options;
  const { thresholdMethod, thresholdOf, thresholdLevel, thresholdScale, initialPotential } = options;
  return {
    options: {
      steps,
      tau,
      readoutFrom,
      coding,
      neuron,
      thresholds,
      mostSpikes,
      thresholdMethod,
      thresholdOf,
      thresholdLevel,
      thresholdScale,
      initialPotential,
    },
    file: plan,
  };
};

export interface CalibrationCliOptions {
  readonly calibration?: string;
  readonly calibrationBatch: number;
  readonly skipBad?: boolean;
}

export const addCalibrationOptions = (command: Command): Command =>
  command
    .option('--calibration <src>', 'samples that thresholds are found from')
    .option('--calibration-batch <n>', 'samples per batch; percentiles are means over batches', count, DEFAULT_CALIBRATION_BATCH);

export const calibrationRequest = ({ calibration, calibrationBatch, skipBad }: CalibrationCliOptions): CalibrationRequest => ({
  source: calibration,
  batch: calibrationBatch,
  skipBad,
});

export interface EngineCliOptions {
  readonly engine: string;
  readonly threads?: number;
  readonly gpuAdapter?: string;
}

const ADAPTER_OPTION = [
  '--gpu-adapter <name>',
  "part of the name of the gpu engine's adapter, or software (default: one that is not software)",
] as const;

export const addAdapterOption = (command: Command): Command => command.option(...ADAPTER_OPTION);

export const addEngineOptions = (command: Command): Command =>
  command
    .option('--engine <engine>', ENGINE_IDS.map((id) => `${id} (${ENGINES[id].how})`).join(' or '), DEFAULT_ENGINE)
    .option('--threads <n>', `cores of the ${ENGINE_IDS.filter(usesThreads).join(' or ')} engine (default: all)`, count)
    .option(...ADAPTER_OPTION);

/** The engine and its cores or its adapter. Throws `option.invalid` for an unknown engine, and for an adapter with an engine that has none. */
export function engineRequest({ engine, threads, gpuAdapter }: EngineCliOptions): EngineRequest {
  if (gpuAdapter !== undefined && engine !== 'gpu') {
    const message = say`${option('gpu-adapter')}: only the gpu engine has an adapter; add ${option('engine')} gpu`;
    throw new SpikeloomError('option.invalid', message, { at: { option: 'gpu-adapter' } });
  }
  if (isEngineId(engine)) {
    if (gpuAdapter !== undefined) return { engine, gpuAdapter };
    return usesThreads(engine) ? { engine, threads: threads ?? availableParallelism() } : { engine };
  }
  const message = say`${option('engine')}: "${engine}" is not allowed; must be one of ${ENGINE_IDS.join(', ')}`;
  throw new SpikeloomError('option.invalid', message, { at: { option: 'engine' } });
}

export interface LabelColumnOption {
  readonly labelColumn?: string;
}

export const addLabelColumnOption = (command: Command): Command =>
  command.option(
    '--label-column <column>',
    "title or number (from 1; -1 is the last) of the label's column in tables (.csv, .tsv); default: the one called label, or the last",
  );

/** The sources of samples. Those that are tables get the label column of the option. Throws `option.invalid` if none is a table. */
export const withColumnOption = <T extends readonly (string | undefined)[]>(
  { labelColumn }: LabelColumnOption,
  ...sources: T
): T => (labelColumn === undefined ? sources : (withLabelColumn(sources, labelColumn) as unknown as T));

export const addSkipOption = (command: Command): Command =>
  command.option('--skip-bad', 'leave out images that cannot be used, and say which, instead of ending with an error');

/** The description of `--labels`. */
const LABELS = 'class of each sample, .npy [N], where the source has none of its own';

/** Options about the samples of commands that compare plans on them. */
export interface SampleCliOptions extends LabelColumnOption {
  readonly dataset: string;
  readonly labels?: string;
  readonly preprocess?: string;
  readonly skipBad?: boolean;
}

export const addSampleOptions = (command: Command): Command =>
  addSkipOption(
    addLabelColumnOption(
      command
        .option('--labels <file>', LABELS)
        .option('--preprocess <file>', "preprocessing of images and bytes (default: the project's)"),
    ),
  );

export interface RunCliOptions {
  readonly batch: number;
  readonly labels?: string;
}

export const addRunOptions = (command: Command): Command =>
  command.option('--labels <file>', LABELS).option('--batch <n>', 'samples per batch', count, DEFAULT_BATCH);
