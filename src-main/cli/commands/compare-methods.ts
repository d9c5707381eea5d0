/** `spikeloom compare-methods`: published methods, the tuned plan and the project's plan on the same samples. */
import type { Command } from 'commander';
import { energyModelNamed } from '../../../src-shared/energy/index.ts';
import { onCommandLine, plainNotes } from '../../../src-shared/message/index.ts';
import { withJobs } from '../job.ts';
import { methodsText } from '../methods-text.ts';
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

interface Options extends EngineCliOptions, SampleCliOptions {
  readonly limit?: number;
  readonly steps?: number;
  readonly energyModel: string;
  readonly out?: string;
  readonly json?: boolean;
}

export const compareMethodsCommand = (program: Command): Command =>
  [addSampleOptions, addEngineOptions]
    .reduce(
      (command, add) => add(command),
      program
        .command('compare-methods')
        .description(
          'published methods (rate, differential, iteration, balancing, multi-level spikes), the tuned plan and the plan, on the same samples',
        )
        .argument('<project.spikeloom>')
        .requiredOption('--dataset <src>', 'samples, with labels or without')
        .option('--limit <n>', 'number of samples, spread over the classes (default: all)', count)
        .option('--steps <n>', "time steps of methods that prescribe none (default: the plan's)", count)
        .option('--energy-model <id>', 'the energy model (docs/energy.md)', 'paper-ratio')
        .option('--out <file.html>', 'write a page with the chart and the figures'),
    )
    .action(async (project: string, options: Options) => {
      const { limit, steps, labels, preprocess, skipBad, out, json } = options;
      const [dataset] = withColumnOption(options, options.dataset);
      const energyModel = energyModelNamed(options.energyModel, 'energy-model');
      const request = {
        project,
        dataset,
        limit,
        steps,
        labels,
        preprocess,
        skipBad,
        energyModel,
        out,
        ...engineRequest(options),
      };
      const result = await withJobs(async (jobs) => {
        await jobs.check(project);
        return jobs.run('compare-methods', request);
      });
      const leftOut = result.left_out.map((one) => ({ ...one, why: onCommandLine(one.why) }));
      await finish({ json: plainNotes({ ...result, left_out: leftOut }), text: () => methodsText(result) }, json === true);
    });
