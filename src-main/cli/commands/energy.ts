/** `spikeloom energy`: what a recorded run costs under energy models, recomputed from its counts. */
import { type Command, InvalidArgumentError } from 'commander';
import {
  ENERGY_MODELS,
  type EnergyModel,
  energyModelNamed,
  energySummary,
  plainSummary,
  readEnergyFile,
  type Reuse,
} from '../../../src-shared/energy/index.ts';
import { accessProblem, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { onCommandLine } from '../../../src-shared/message/index.ts';
import { readUserText } from '../../files/user-file.ts';
import { energyText } from '../energy-text.ts';
import { withJobs } from '../job.ts';
import { count } from '../options.ts';
import { finish } from '../outcome.ts';

interface Options {
  readonly run?: number;
  readonly model?: string;
  readonly table?: string;
  readonly steps?: number;
  readonly reuse?: number;
  readonly json?: boolean;
}

export const energyCommand = (program: Command): Command =>
  program
    .command('energy')
    .description('the energy of a recorded run under one model or all of them, from its stored counts')
    .argument('<project.spikeloom>')
    .option('--run <number>', 'the run (default: the newest that is done)', count)
    .option('--model <id>', 'an energy model alone, in full (default: an overview of all)')
    .option('--table <file.json>', 'a model or an energy table of your own')
    .option('--steps <n>', 'the first n steps alone (default: all steps of the run)', count)
    .option('--reuse <n>', 'uses of each weight that is fetched for a spike, in the memory-aware model', uses)
    .action(async (project: string, { run, model, table, steps, reuse, json }: Options) => {
      const models = await chosenModels(model, table);
      const {
        run: id,
        workload,
        quality,
      } = await withJobs(async (jobs) => {
        await jobs.check(project);
        return jobs.run('workload', { project, run });
      });
      if (steps !== undefined && steps > workload.steps) {
        const message = `Run ${id} has ${workload.steps} steps, not ${steps}; ask for fewer.`;
        throw new SpikeloomError('option.invalid', message, { at: { option: 'steps' } });
      }
      const summaries = models.map((one) => energySummary(one, workload, steps ?? workload.steps, quality, reuseOf(one, reuse)));
      await finish(
        {
          json: { run: id, samples: workload.samples, models: summaries.map((one) => plainSummary(one, onCommandLine)) },
          text: () => energyText(id, models, summaries),
        },
        json === true,
      );
    });

/** Parses a number from 1 for commander. */
function uses(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 1 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('It must be a number, 1 or more.');
}

const reuseOf = (model: EnergyModel, spikes: number | undefined): Reuse | undefined =>
  spikes === undefined || model.formula !== 'ledger' || model.reuse === null ? undefined : { ...model.reuse, spikes };

/** The model that was asked for, that of the file, or all. Throws `option.invalid` for an unknown id and a wrong file. */
async function chosenModels(id: string | undefined, table: string | undefined): Promise<readonly EnergyModel[]> {
  if (table !== undefined) {
    const own = readEnergyFile(await readTable(table), table);
    if (id === undefined || id === own.id) return [own];
    const message = `${table} holds the model ${own.id}, not ${id}; name one of the two.`;
    throw new SpikeloomError('option.invalid', message, { at: { file: table, option: 'model' } });
  }
  if (id === undefined) return ENERGY_MODELS;
  return [energyModelNamed(id, 'model')];
}

async function readTable(file: string): Promise<string> {
  try {
    return await readUserText(file);
  } catch (cause) {
    throw new SpikeloomError('option.invalid', `${file}: the energy table cannot be read: ${accessProblem(cause)}.`, {
      at: { file, option: 'table' },
      cause,
    });
  }
}
