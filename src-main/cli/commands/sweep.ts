/** `spikeloom sweep`: evaluates many plans, or one plan on many samples, as items that an existing scheduler runs on many machines. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { onCommandLine, type OptionId, option, say } from '../../../src-shared/message/index.ts';
import type { Scheduler } from '../../services/sweep/job-files.ts';
import type { PlanChoice } from '../../services/sweep/sweep-plans.ts';
import { type JobRunner, withJobs } from '../job.ts';
import {
  addEngineOptions,
  addLabelColumnOption,
  addRunOptions,
  addSkipOption,
  count,
  type EngineCliOptions,
  engineRequest,
  type LabelColumnOption,
  type RunCliOptions,
  withColumnOption,
} from '../options.ts';
import { finish, type Outcome } from '../outcome.ts';
import { collectText, emitText } from '../sweep-text.ts';

interface Options extends EngineCliOptions, RunCliOptions, LabelColumnOption {
  readonly emit?: Scheduler;
  readonly out?: string;
  readonly missing?: boolean;
  readonly collect?: string;
  readonly run?: string;
  readonly item?: readonly number[];
  readonly dataset?: string;
  readonly plans?: PlanChoice;
  readonly plan: readonly string[];
  readonly shards: number;
  readonly skipBad?: boolean;
  readonly json?: boolean;
}

export const sweepCommand = (program: Command): Command =>
  [addRunOptions, addLabelColumnOption, addSkipOption, addEngineOptions]
    .reduce(
      (command, add) => add(command),
      program
        .command('sweep')
        .description(
          'evaluate many plans on many machines: write a job for a scheduler, and collect its results (docs/cluster.md)',
        )
        .argument('[project.spikeloom]')
        .addOption(
          new Option('--emit <scheduler>', 'write a job, with everything that it needs').choices(['slurm', 'kubernetes']),
        )
        .option('--out <dir>', 'folder of the sweep, on a disk that all machines share')
        .option('--missing', 'write the job of the folder again, for the items without a result')
        .option('--dataset <src>', 'samples with labels, on a disk that all machines share')
        .addOption(
          new Option(
            '--plans <which>',
            'plans of the project: its own, all versions, or the settings that tune begins with',
          ).choices(['own', 'versions', 'uniform']),
        )
        .option(
          '--plan <file>',
          'a plan file; may be repeated',
          (file: string, before: readonly string[]) => [...before, file],
          [],
        )
        .option('--shards <n>', 'parts of the samples; each plan has an item for each part', count, 1)
        .option('--collect <dir>', 'check the results of a sweep, merge them, and list the items that are missing')
        .option('--run <dir>', 'run items of a sweep; this is what its job calls')
        .option('--item <numbers>', 'the items to run, with commas', items),
    )
    .action(async (project: string | undefined, options: Options) => {
      const outcome = await withJobs((jobs) => outcomeOf(jobs, project, options));
      await finish(outcome, options.json === true);
    });

function outcomeOf(jobs: JobRunner, project: string | undefined, options: Options): Promise<Outcome> {
  const { emit, collect, run } = options;
  if ([emit, collect, run].filter((one) => one !== undefined).length !== 1) {
    const message = say`Give one of ${option('emit')}, ${option('collect')} and ${option('run')}.`;
    throw new SpikeloomError('option.invalid', message, { at: { option: 'emit' } });
  }
  if (collect !== undefined) return collected(jobs, collect);
  if (run !== undefined) return ran(jobs, run, options);
  return emitted(jobs, project, emit!, options);
}

async function emitted(jobs: JobRunner, project: string | undefined, scheduler: Scheduler, options: Options): Promise<Outcome> {
  const out = needed(options.out, 'out');
  if (project !== undefined) await jobs.check(project);
  const result = options.missing
    ? await jobs.run('emit-missing', { folder: out, scheduler, project })
    : await jobs.run('emit-sweep', emitRequest(project, scheduler, out, options));
  return { json: { ...result, notes: result.notes.map(onCommandLine) }, text: () => emitText(scheduler, result) };
}

function emitRequest(project: string | undefined, scheduler: Scheduler, out: string, options: Options) {
  if (project === undefined) {
    const message = say`${option('emit')} needs a project (P.spikeloom), whose plans are evaluated.`;
    throw new SpikeloomError('option.invalid', message, { at: { option: 'emit' } });
  }
  const [dataset] = withColumnOption(options, needed(options.dataset, 'dataset'));
  const { plans, plan: planFiles, shards, batch, labels, skipBad } = options;
  return { project, dataset, scheduler, out, plans, planFiles, shards, batch, labels, skipBad, ...engineRequest(options) };
}

async function ran(jobs: JobRunner, folder: string, { item, dataset, labels }: Options): Promise<Outcome> {
  const result = await jobs.run('run-items', { folder, items: needed(item, 'item'), dataset, labels });
  const { written, before } = result;
  const had = before.length === 0 ? '' : `\nItems that had a result before: ${before.join(', ')}.`;
  return { json: result, text: () => `${written.length === 0 ? 'Nothing to run.' : written.join('\n')}${had}` };
}

async function collected(jobs: JobRunner, folder: string): Promise<Outcome> {
  const result = await jobs.run('collect-sweep', { folder });
  const unusable = result.unusable.map(({ file, why }) => ({ file, why: onCommandLine(why) }));
  return {
    json: { ...result, unusable },
    text: () => collectText(folder, { ...result, unusable }),
    ...(result.missing.length === 0 ? {} : { status: 1 as const }),
  };
}

/** The value of an option that this use of the command needs. Throws `option.invalid` without it. */
function needed<T>(value: T | undefined, id: OptionId): T {
  if (value !== undefined) return value;
  throw new SpikeloomError('option.invalid', say`${option(id)} is missing; see \`spikeloom sweep --help\`.`, {
    at: { option: id },
  });
}

/** Parses numbers of items for commander. */
const items = (text: string): number[] => {
  if (/^\d+(,\d+)*$/.test(text)) return text.split(',').map(Number);
  throw new InvalidArgumentError('It must be numbers of items with commas, such as 3,7.');
};
