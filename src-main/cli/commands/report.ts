/** `spikeloom report`: the runs of a project as one HTML page. */
import type { Command } from 'commander';
import { withJobs } from '../job.ts';
import { finish } from '../outcome.ts';
import { bytes } from '../words.ts';

export const reportCommand = (program: Command): Command =>
  program
    .command('report')
    .description('one self-contained HTML page of the finished runs')
    .argument('<project.spikeloom>')
    .requiredOption('--out <file.html>', 'the page')
    .action(async (project: string, { out, json }: { readonly out: string; readonly json?: boolean }) => {
      await withJobs((jobs) => jobs.check(project));
      const { renderProjectReport } = await import('../../services/report/render-project-report.ts');
      const result = await renderProjectReport({ project, out });
      const runs = result.runs === 1 ? '1 run' : `${result.runs} runs`;
      await finish({ json: result, text: () => `${result.file}: ${runs}, ${bytes(result.bytes)}` }, json === true);
    });
