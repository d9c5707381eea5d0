/** `spikeloom sensitivity`: what a change of each neuron layer does to answers and energy. */
import type { Command } from 'commander';
import { plainNotes } from '../../../src-shared/message/index.ts';
import { energyModelNamed } from '../../../src-shared/energy/index.ts';
import { withJobs } from '../job.ts';
import { addLabelColumnOption, addSkipOption, count, type LabelColumnOption, withColumnOption } from '../options.ts';
import { finish } from '../outcome.ts';
import { sensitivityText } from '../sensitivity-text.ts';

interface Options extends LabelColumnOption {
  readonly dataset: string;
  readonly limit?: number;
  readonly labels?: string;
  readonly preprocess?: string;
  readonly skipBad?: boolean;
  readonly energyModel: string;
  readonly threads?: number;
  readonly json?: boolean;
}

export const sensitivityCommand = (program: Command): Command =>
  [addLabelColumnOption, addSkipOption]
    .reduce(
      (command, add) => add(command),
      program
        .command('sensitivity')
        .description('agreement, divergence, accuracy and energy of every change of one layer, against the plan')
        .argument('<project.spikeloom>')
        .requiredOption('--dataset <src>', 'samples, with labels or without')
        .option('--limit <n>', 'number of samples, spread over the classes (default: all)', count)
        .option('--labels <file>', 'class of each sample, .npy [N], where the source has none of its own')
        .option('--preprocess <file>', "preprocessing of images and bytes (default: the project's)")
        .option('--energy-model <id>', 'the energy model (docs/energy.md)', 'paper-ratio')
        .option('--threads <n>', 'cores of the cpu engine (default: all)', count),
    )
    .action(async (project: string, options: Options) => {
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
