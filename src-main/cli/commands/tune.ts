/** `spikeloom tune`: the plan that is best within a budget, on samples of the user. */
import { type Command, InvalidArgumentError } from 'commander';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { onCommandLine, option, say } from '../../../src-shared/message/index.ts';
import { OBJECTIVES, type Objective, parseBudget } from '../../../src-shared/tuning/index.ts';
import { withJobs } from '../job.ts';
import {
  addEngineOptions,
  addSampleOptions,
  count,
  type EngineCliOptions,
  engineRequest,
  type SampleCliOptions,
  withColumnOption,
} from '../options.ts';
import { finish } from '../outcome.ts';
import { forecastText, tuneText } from '../tune-text.ts';

interface Options extends EngineCliOptions, SampleCliOptions {
  readonly holdout?: string;
  readonly budget: readonly string[];
  readonly minimise: string;
  readonly energyModel: string;
  readonly trials: number;
  readonly time?: number;
  readonly seed: number;
  readonly forecast?: boolean;
  readonly json?: boolean;
}

/** Plans that are tried unless the user says otherwise. */
const TRIALS = 1000;

export const tuneCommand = (program: Command): Command =>
  [addSampleOptions, addEngineOptions]
    .reduce(
      (command, add) => add(command),
      program
        .command('tune')
        .description('search the plan that is best within a budget; saved as a version; goes on where it was interrupted')
        .argument('<project.spikeloom>')
        .requiredOption(
          '--dataset <src>',
          'samples that the search sees; half of them are held out unless --holdout names others',
        )
        .option('--holdout <src>', 'samples that the search does not see, for the figures of the result')
        .option(
          '--budget <limit>',
          'accuracy-drop<=POINTS, agreement-drop<=POINTS, energy<=SHARE of the float network, energy<=int8, or steps<=N; may be repeated',
          (text: string, before: readonly string[]) => [...before, text],
          [],
        )
        .option('--minimise <what>', `${OBJECTIVES.join(', ')} (mean steps; share of wrong answers)`, 'energy')
        .option('--energy-model <id>', 'the energy model of budgets and objective (docs/energy.md)', 'paper-ratio')
        .option('--trials <n>', 'most plans to try', count, TRIALS)
        .option('--time <duration>', 'time for everything, such as 90s, 10m or 2h (default: no limit)', duration)
        .option('--seed <n>', 'seed of the division into a tuning part and a hold-out', seed, 1)
        .option('--forecast', 'say how long the search would take, how many plans and how much memory, and do not search'),
    )
    .action(async (project: string, options: Options) => {
      const { labels, preprocess, skipBad, energyModel, trials, time, seed: from, json } = options;
      const [dataset, holdout] = withColumnOption(options, options.dataset, options.holdout);
      const request = {
        project,
        dataset,
        holdout,
        labels,
        preprocess,
        skipBad,
        budgets: options.budget.map(parseBudget),
        minimise: objectiveOf(options.minimise),
        energyModel,
        trials,
        time,
        seed: from,
        ...engineRequest(options),
      };
      if (request.budgets.length === 0 && request.minimise !== 'error') throw noBudget();
      if (options.forecast) {
        const forecast = await withJobs(async (jobs) => {
          await jobs.check(project);
          return jobs.run('forecast-tuning', request);
        });
        await finish(
          { json: { ...forecast, notes: forecast.notes.map(onCommandLine) }, text: () => forecastText(forecast) },
          json === true,
        );
        return;
      }
      const result = await withJobs(async (jobs) => {
        await jobs.check(project);
        return jobs.run('tune', request);
      });
      await finish(
        {
          json: { ...result, notes: result.notes.map(onCommandLine) },
          text: () => tuneText(project, result),
          ...(result.best ? {} : { status: 1 as const }),
        },
        json === true,
      );
    });

const noBudget = (): SpikeloomError =>
  new SpikeloomError(
    'option.invalid',
    say`${option('budget')}: at least one is needed, such as accuracy-drop<=0.3: without one, the cheapest plan is one that answers nothing right.`,
    { at: { option: 'budget' } },
  );

function objectiveOf(text: string): Objective {
  const known = OBJECTIVES.find((one) => one === text);
  if (known) return known;
  const message = say`${option('minimise')}: "${text}" is not allowed; must be one of ${OBJECTIVES.join(', ')}`;
  throw new SpikeloomError('option.invalid', message, { at: { option: 'minimise' } });
}

const UNITS = { s: 1000, m: 60_000, h: 3_600_000 } as const;

/** Parses a duration for commander, in ms. */
function duration(text: string): number {
  const [, value, unit] = /^(\d+(?:\.\d+)?)(s|m|h)$/.exec(text) ?? [];
  if (value === undefined || Number(value) === 0)
    throw new InvalidArgumentError('It must be a duration, such as 90s, 10m or 2h.');
  return Number(value) * UNITS[unit as keyof typeof UNITS];
}

/** Parses a whole number from 0 for commander. */
function seed(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 0 to 999999999.');
}
