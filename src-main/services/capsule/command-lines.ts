/** The commands that convert and evaluate a network as a run did. */
import { onCommandLine, option, type OptionId } from '../../../src-shared/message/index.ts';
import type { ModelSettings } from '../model/model-settings.ts';

export interface CommandParts {
  /** Name of the model's file. */
  readonly model: string;
  readonly settings: ModelSettings;
  readonly calibration: { readonly source: string; readonly samples: number; readonly batch: number };
  readonly run: {
    readonly engine: string;
    readonly dataset: string;
    readonly batch: number;
    readonly skipBad: boolean;
    readonly labels?: string;
  };
}

/** `spikeloom convert …` and `spikeloom evaluate …`, for a shell. The preprocessing is in the manifest. */
export function commandLines({ model, settings, calibration, run }: CommandParts): string[] {
  const { input, size, outputs = [], dequantise } = settings;
  const convert = [
    ...['spikeloom', 'convert', model, flag('plan'), 'plan.json', flag('out'), 'project.spikeloom'],
    ...(calibration.samples === 0
      ? []
      : [flag('calibration'), calibration.source, flag('calibration-batch'), String(calibration.batch)]),
    ...(input === undefined ? [] : [flag('input'), input]),
    ...(size === undefined ? [] : [flag('size'), size.join('x')]),
    ...outputs.flatMap((output) => [flag('output'), output]),
    ...(dequantise ? [flag('dequantise')] : []),
  ];
  const evaluate = [
    ...['spikeloom', 'evaluate', 'project.spikeloom', flag('dataset'), run.dataset],
    ...(run.labels === undefined ? [] : [flag('labels'), run.labels]),
    ...[flag('batch'), String(run.batch), flag('engine'), run.engine],
    ...(run.skipBad ? [flag('skip-bad')] : []),
  ];
  return [convert, evaluate].map((words) => words.map(quoted).join(' '));
}

/** A word for a POSIX shell. */
const quoted = (word: string): string => (/^[\w./:=@,%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** An option as the command line has it. */
const flag = (id: OptionId): string => onCommandLine([option(id)]);
