/** `spikeloom merge`: joins the shards of an evaluation into one run. */
import type { Command } from 'commander';
import { plainNotes } from '../../../src-shared/message/index.ts';
import { overviewOf } from '../../../src-shared/results/index.ts';
import { withJobs } from '../job.ts';
import { finish } from '../outcome.ts';
import { overviewText, reportText } from '../report-text.ts';

export const mergeCommand = (program: Command): Command =>
  program
    .command('merge')
    .description(
      'join the parts of `evaluate --shard`: their JSON documents, or the runs in a project, which then holds the whole',
    )
    .argument('<parts...>', 'outputs of evaluate --shard i/N --json, and at most one project')
    .option('--samples <file.npz>', 'write label, answers and margins of every sample')
    .action(async (parts: string[], { json, samples }: { readonly json?: boolean; readonly samples?: string }) => {
      const { report, shards, run } = await withJobs(async (jobs) => {
        await jobs.check(...parts);
        return jobs.run('merge', { parts, samples });
      });
      const stored = run === undefined ? '' : `\nStored as run ${run}.`;
      await finish(
        {
          json: { ...plainNotes(report), overview: overviewOf(report) },
          text: () => `${reportText(report)}\n\n${overviewText(report)}\n\n${shards} shards merged.${stored}`,
        },
        json === true,
      );
    });
