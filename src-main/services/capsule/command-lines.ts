/** The commands that convert and evaluate a network as a run did. */
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
    ...['spikeloom', 'convert', model, '--plan', 'plan.json', '--out', 'project.spikeloom'],
    ...(calibration.samples === 0 ? [] : ['--calibration', calibration.source, '--calibration-batch', String(calibration.batch)]),
    ...(input === undefined ? [] : ['--input', input]),
    ...(size === undefined ? [] : ['--size', size.join('x')]),
    ...outputs.flatMap((output) => ['--output', output]),
    ...(dequantise ? ['--dequantise'] : []),
  ];
  const evaluate = [
    ...['spikeloom', 'evaluate', 'project.spikeloom', '--dataset', run.dataset],
    ...(run.labels === undefined ? [] : ['--labels', run.labels]),
    ...['--batch', String(run.batch), '--engine', run.engine],
    ...(run.skipBad ? ['--skip-bad'] : []),
  ];
  return [convert, evaluate].map((words) => words.map(quoted).join(' '));
}

/** A word for a POSIX shell. */
const quoted = (word: string): string => (/^[\w./:=@,%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
