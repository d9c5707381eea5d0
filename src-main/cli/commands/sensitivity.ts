/** `spikeloom sensitivity`: what a change of each neuron layer does to answers and energy. */
import type { Command } from 'commander';
import { plainNotes } from '../../../src-shared/message/index.ts';
import { energyModelNamed } from '../../../src-shared/energy/index.ts';
import { withJobs } from '../job.ts';
import { addSampleOptions, count, type SampleCliOptions, withColumnOption } from '../options.ts';
import { finish } from '../outcome.ts';
import { sensitivityText } from '../sensitivity-text.ts';

interface Options extends SampleCliOptions {
  readonly limit?: number;
  readonly energyModel: string;
  readonly threads?: number;
  readonly json?: boolean;
}

export const sensitivityCommand = (program: Command): Command =>
  addSampleOptions(
    program
      .command('sensitivity')
      .description('agreement, divergence, accuracy and energy of every change of one layer, against the plan')
      .argument('<project.spikeloom>')
      .requiredOption('--dataset <src>', 'samples, with labels or without')
      .option('--limit <n>', 'number of samples, spread over the classes (default: all)', count)
      .option('--energy-model <id>', 'the energy model (docs/energy.md)', 'paper-ratio')
      .option('--threads <n>', 'cores of the cpu engine (default: all)', count),
  ).action(async (project: string, options: Options) => {
    const [dataset] = withColumnOption(options, options.dataset);
    const { limit, labels, preprocess, skipBad, threads, json } = options;
    const energyModel = energyModelNamed(options.energyModel, 'energy-model');
    const result = await withJobs(async (jobs) => {
      await jobs.check(project);
      return jobs.run('sensitivity', { project, dataset, limit, labels, preprocess, skipBad, energyModel, threads });
    });
    const { model, ...document } = plainNotes(result);
    await finish({ json: { energy_model: model, ...document }, text: () => sensitivityText(result) }, json === true);
  });
