/** `spikeloom evaluate`: evaluates a project on a dataset and stores the result as a run. */
import { type Command, InvalidArgumentError } from 'commander';
import { runLabelSchema } from '../../../src-shared/contract/run-label.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { say, withoutStop, plainNotes } from '../../../src-shared/message/index.ts';
import { overviewOf } from '../../../src-shared/results/index.ts';
import type { Shard } from '../../services/run/shard.ts';
import { withJobs } from '../job.ts';
import {
  addEngineOptions,
  addLabelColumnOption,
  addRunOptions,
  addSkipOption,
  count,
  type EngineCliOptions,
  engineRequest,
  type LabelColumnOption,
  names,
  type RunCliOptions,
  withColumnOption,
} from '../options.ts';
import { finish } from '../outcome.ts';
import { indices, recordedJson, recordedText, recordingOf, tellSize } from '../recording.ts';
import { overviewText, reportText } from '../report-text.ts';
import { resumptionText } from '../resumption-text.ts';

interface Options extends EngineCliOptions, RunCliOptions, LabelColumnOption {
  readonly dataset: string;
  readonly preprocess?: string;
  readonly skipBad?: boolean;
  readonly shard?: string;
  readonly numbers?: string;
  readonly samples?: string;
  readonly recordSpikes?: readonly string[];
  readonly recordSamples?: readonly number[];
  readonly spikeBudget?: number;
  readonly spikes?: string;
  readonly selfCheck: boolean;
  readonly name?: string;
  readonly note?: string;
  readonly json?: boolean;
}

export const evaluateCommand = (program: Command): Command =>
  [addRunOptions, addLabelColumnOption, addSkipOption, addEngineOptions]
    .reduce(
      (command, add) => add(command),
      program
        .command('evaluate')
        .description('accuracy, agreement, activity and energy per step, stored in the project; resumes what was interrupted')
        .argument('<project.spikeloom>')
        .requiredOption('--dataset <src>', 'samples with labels')
        .option('--preprocess <file>', "preprocessing of images and bytes (default: the project's)")
        .option('--name <text>', 'name of the run in lists and reports', labelPart('name'))
        .option('--note <text>', 'note on the run, shown with it', labelPart('note'))
        .option('--numbers <format>', 'number format: float32, as the engine has it, or int8 (docs/fixed-point.md)', numbers)
        .option('--no-self-check', 'do not compare the first samples with the reference engine; go on where the two differ')
        .option('--samples <file.npz>', 'write label, answers and margins of every sample')
        .option(
          '--record-spikes <layers>',
          'record spikes of these neuron layers: names or globs, with commas; may be repeated',
          names,
        )
        .option('--record-samples <list>', 'of these samples: their indices in the run, from 0, with commas', indices)
        .option('--spike-budget <MB>', 'most MB that recorded spikes may take in the project (default: 64)', count)
        .option('--spikes <file.npz>', 'write the recorded spikes')
        .option('--shard <i/N>', 'run part i of N only; `spikeloom merge` joins the parts'),
    )
    .action(async (project: string, options: Options) => {
      const [dataset] = withColumnOption(options, options.dataset);
      const { preprocess, labels, batch, skipBad, name, note, selfCheck, samples, json } = options;
      const shard = options.shard === undefined ? undefined : await shardOf(options.shard);
      const request = {
        project,
        dataset,
        preprocess,
        labels,
        batch,
        skipBad,
        shard,
        name,
        note,
        selfCheck,
        numbers: options.numbers === 'int8' ? ('int8' as const) : undefined,
        samples,
        recording: recordingOf(options),
        spikes: options.spikes,
        ...engineRequest(options),
        // Only a shard's document contains the whole result, so only then may the project stay unwritten.
        unstored: shard !== undefined && json === true,
      };
      const result = await withJobs(async (jobs) => {
        await jobs.check(project);
        if (request.recording) await tellSize(await jobs.run('recording-size', request));
        return jobs.run('evaluate', request);
      }).catch(withWayOut);
      const { report, run, resumed, recorded } = result;
      await finish(
        {
          json: {
            ...plainNotes(report),
            overview: overviewOf(report),
            ...(recorded ? { recorded: recordedJson(recorded) } : {}),
            ...(result.shard ? { shard: result.shard } : {}),
          },
          text: () =>
            `${reportText(report)}\n\n${overviewText(report)}\n\nStored as run ${run} of ${project}${resumptionText(resumed)}.${recorded ? `\n${recordedText(recorded)}` : ''}`,
        },
        json === true,
      );
    });

/** Parses a number format for commander. */
function numbers(text: string): string {
  if (text === 'float32' || text === 'int8') return text;
  throw new InvalidArgumentError('It must be float32 or int8.');
}

/** Parses a name or a note for commander, with the length limits of the window. */
const labelPart =
  (part: 'name' | 'note') =>
  (text: string): string => {
    const { data, error } = runLabelSchema.shape[part].safeParse(text);
    if (error) throw new InvalidArgumentError(`It ${error.issues[0]!.message}.`);
    return data;
  };

/** Adds the options of this command that help to an `engine.disagrees` error. */
function withWayOut(error: unknown): never {
  if (!(error instanceof SpikeloomError) || error.code !== 'engine.disagrees') throw error;
  const { code, sentence, at } = error;
  throw new SpikeloomError(code, say`${withoutStop(sentence)} (--engine reference; --no-self-check goes on all the same).`, {
    at,
    cause: error,
  });
}

async function shardOf(text: string): Promise<Shard> {
  const { parseShard } = await import('../../services/run/shard.ts');
  return parseShard(text);
}
