/** `spikeloom export`: writes a package that runs elsewhere. */
import { dirname, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { EXPORTER_IDS, FORMATS, NIR_PROFILES } from '../../../src-shared/export/index.ts';
import { onCommandLine, plainNotes } from '../../../src-shared/message/index.ts';
import type { ExportResult } from '../../services/export/export-project.ts';
import { withJobs } from '../job.ts';
import { count } from '../options.ts';
import { finish } from '../outcome.ts';
import { formatNotes, formatPairs } from '../table.ts';
import { bytes, percent } from '../words.ts';

interface Options {
  readonly format: string;
  readonly out: string;
  readonly name?: string;
  readonly steps?: string;
  readonly batch?: number | 'dynamic';
  readonly profile?: string;
  readonly adaptPlan?: boolean;
  readonly zip?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

export const exportCommand = (program: Command): Command =>
  program
    .command('export')
    .description('a package that runs without Spikeloom and was proved against the reference engine')
    .argument('<project.spikeloom>')
    .requiredOption('--format <format>', EXPORTER_IDS.map((id) => `${id} (${FORMATS[id].about})`).join(' or '))
    .requiredOption('--out <dir>', 'folder of the package')
    .option('--name <name>', "name of the package, a C identifier (default: from the model's file)")
    .option('--steps <n>', 'time steps (default: those of the plan)')
    .option('--batch <n>', 'number of samples that the files are for, or dynamic for any', batchSize, 'dynamic')
    .option('--profile <reader>', `reader of a NIR file: ${NIR_PROFILES.join(', ')} (default: generic)`)
    .option('--adapt-plan', 'export a version of the plan that the format can hold, and save it')
    .option('--zip', 'write an archive, DIR.zip, instead of a folder')
    .option('--force', 'replace the package that is there')
    .action(async (project: string, { json, batch, adaptPlan, ...options }: Options) => {
      const request = { project, ...options, batch: batch === 'dynamic' ? undefined : batch, 'adapt-plan': adaptPlan };
      const result = await withJobs(async (jobs) => {
        await jobs.check(project);
        try {
          return await jobs.run('export', request);
        } catch (error) {
          // A process that was killed leaves its temporary folder behind.
          const { removeLeftovers } = await import('../../runtime/temporary.ts');
          await removeLeftovers(dirname(resolve(options.out)));
          throw error;
        }
      });
      await finish({ json: plainNotes(result), text: () => exportText(result) }, json === true);
    });

/** Parses a batch size for commander. */
function batchSize(text: string): number | 'dynamic' {
  if (text === 'dynamic') return text;
  try {
    return count(text);
  } catch {
    throw new InvalidArgumentError('It must be dynamic, or a whole number, 1 or more.');
  }
}

function exportText({ path, bytes: size, manifest, notes }: ExportResult): string {
  const { grade, steps, run, verification, files, differences, states, reader } = manifest;
  const [comparison] = verification.comparisons;
  const pairs = formatPairs([
    ['Package', `${path}, ${bytes(size)}, ${files.length + 1} files`],
    ['Steps', `${steps}${states.length === 0 ? '' : `, ${states.length} states`}`],
    [
      'Check',
      `${grade}: ${comparison!.differing === 0 ? 'no difference from' : `${comparison!.differing} of ${verification.samples} samples differ, and the answers by ${comparison!.answer_relative_l2}, from`} the ${comparison!.engine} engine`,
    ],
    [
      'Run',
      run?.accuracy ? `accuracy ${percent(run.accuracy.value)} % on ${run.samples} samples` : 'no run of this plan with labels',
    ],
    ...(reader?.answers ?? []).map(({ steps: after, ...answers }): [string, string] => [
      `After ${after} steps`,
      `${answerText(reader!.label, answers.reader)}, ${answerText('simulated', answers.engine)}, on ${reader!.samples} samples`,
    ]),
  ]);
  return pairs + formatNotes([...differences, ...notes.map(onCommandLine)]);
}

type Reader = NonNullable<ExportResult['manifest']['reader']>;

const answerText = (of: string, { accuracy, agreement }: Reader['answers'][number]['reader']): string =>
  `${of} ${accuracy ? `accuracy ${percent(accuracy.value)} %` : `agreement ${percent(agreement.value)} %`}`;
