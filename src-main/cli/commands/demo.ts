/** `spikeloom demo`: the main job once, on the bundled example: ResNet-20 on CIFAR-10 images. */
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Command } from 'commander';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { say } from '../../../src-shared/message/index.ts';
import { withJobs } from '../job.ts';
import { addEngineOptions, type EngineCliOptions, engineRequest } from '../options.ts';
import { finish } from '../outcome.ts';
import { reportText } from '../report-text.ts';

interface Options extends EngineCliOptions {
  readonly out?: string;
  readonly json?: boolean;
}

const EXAMPLES = join(import.meta.dirname, '..', '..', '..', 'resources', 'examples');
const STEPS = 8;

export const demoCommand = (program: Command): Command =>
  addEngineOptions(
    program
      .command('demo')
      .description('convert, evaluate and report the bundled example: ResNet-20 on 1,000 CIFAR-10 images')
      .option('--out <dir>', 'folder for project and report (default: a new temporary one)'),
  ).action(async (options: Options) => {
    const folder = await outputFolder(options.out);
    const project = join(folder, 'resnet20-cifar10.spikeloom');
    const example = (path: string): string => relative(process.cwd(), join(EXAMPLES, path));
    const engine = engineRequest(options);
    const { report } = await withJobs(async (jobs) => {
      await jobs.run('convert', {
        ...engine,
        model: example('resnet20-cifar10.onnx'),
        out: project,
        plan: { options: { steps: STEPS } },
        calibration: { source: example('cifar10/calibration'), batch: 100 },
      });
      return jobs.run('evaluate', { ...engine, project, dataset: example('cifar10/test'), batch: 100 });
    });
    const { renderProjectReport } = await import('../../services/report/render-project-report.ts');
    const page = await renderProjectReport({ project, out: join(folder, 'report.html') });
    await finish(
      {
        json: { project, report_file: page.file, report },
        text: () => `${reportText(report)}\n\nProject  ${project}\nReport   ${page.file}`,
      },
      options.json === true,
    );
  });

async function outputFolder(out: string | undefined): Promise<string> {
  if (out === undefined) return mkdtemp(join(tmpdir(), 'spikeloom-demo-'));
  try {
    await mkdir(out, { recursive: true });
    return out;
  } catch (cause) {
    throw new SpikeloomError('output.unwritable', say`${out} cannot be made: ${messageOf(cause)}; choose another folder.`, {
      at: { file: out, option: 'out' },
      cause,
    });
  }
}
