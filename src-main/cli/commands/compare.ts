/** `spikeloom compare`: two runs of a project, the second against the first, with the figures of the window. */
import type { Command } from 'commander';
import { comparisonText } from '../comparison-text.ts';
import { withJobs } from '../job.ts';
import { count } from '../options.ts';
import { finish } from '../outcome.ts';

export const compareCommand = (program: Command): Command =>
  program
    .command('compare')
    .description('two finished runs: accuracy and agreement on the same samples, energy, settings and layers')
    .argument('<project.spikeloom>')
    .argument('<first>', 'number of the run to compare with', count)
    .argument('<second>', 'number of the other run', count)
    .action(async (project: string, first: number, second: number, { json }: { readonly json?: boolean }) => {
      const comparison = await withJobs(async (jobs) => {
        await jobs.check(project);
        return jobs.run('compare', { project, first, second });
      });
      await finish({ json: comparison, text: () => comparisonText(comparison) }, json === true);
    });
