/** `spikeloom export`: writes a package that runs elsewhere. */
import { dirname, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { CAPSULE, EXPORTER_IDS, FORMATS, NIR_PROFILES } from '../../../src-shared/export/index.ts';
import { onCommandLine, option, type OptionId, plainNotes, say } from '../../../src-shared/message/index.ts';
import type { CapsuleResult } from '../../services/capsule/export-capsule.ts';
import type { ExportResult } from '../../services/export/export-project.ts';
import { withJobs } from '../job.ts';
import { count } from '../options.ts';
import { finish } from '../outcome.ts';
import { formatNotes, formatPairs } from '../table.ts';
import { bytes, percent } from '../words.ts';
import { previewOnly } from './preview-plans.ts';

interface Options {
  readonly format: string;
  readonly out?: string;
  readonly name?: string;
  readonly steps?: string;
  readonly batch?: number | 'dynamic';
  readonly weights?: string;
  readonly profile?: string;
  readonly adaptPlan?: boolean;
  readonly preview?: boolean;
  readonly zip?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

export const exportCommand = (program: Command): Command =>
  program
    .command('export')
    .description('a package that runs without Spikeloom and was proved against the reference engine')
    .argument('<project.spikeloom>')
    .requiredOption(
      '--format <format>',
      [...EXPORTER_IDS.map((id) => `${id} (${FORMATS[id].about})`), `${CAPSULE} (the newest run, for reproduce)`].join(' or '),
    )
    .option('--out <dir>', 'folder of the package; needed unless with --preview')
    .option('--name <name>', "name of the package, a C identifier (default: from the model's file)")
    .option('--steps <n>', 'time steps (default: those of the plan)')
    .option('--batch <n>', 'number of samples that the files are for, or dynamic for any', batchSize, 'dynamic')
    .option('--weights <numbers>', 'weights of a C library: float32 or int8, which computes in whole numbers (default: float32)')
    .option('--profile <reader>', `reader of a NIR file: ${NIR_PROFILES.join(', ')} (default: generic)`)
    .option('--adapt-plan', 'export a version of the plan that the format can hold, and save it')
    .option('--preview', 'write nothing: show what the format cannot hold, and what its reader computes of the plan')
    .option('--zip', 'write an archive, DIR.zip, instead of a folder')
    .option('--force', 'replace the package that is there')
    .action(async (project: string, { json, batch, adaptPlan, preview, out, ...options }: Options) => {
      const choices = { ...options, batch: batch === 'dynamic' ? undefined : batch, 'adapt-plan': adaptPlan };
      if (preview) return previewOnly(project, choices, json === true);
      if (out === undefined) throw noFolder();
      const request = { project, out, ...choices };
      if (options.format === CAPSULE) refuseForCapsule(request);
      const result = await withJobs(async (jobs) => {
        await jobs.check(project);
        try {
          return await (options.format === CAPSULE ? jobs.run('capsule', request) : jobs.run('export', request));
        } catch (error) {
          // A process that was killed leaves its temporary folder behind.
          const { removeLeftovers } = await import('../../runtime/temporary.ts');
          await removeLeftovers(dirname(resolve(out)));
          throw error;
        }
      });
      await finish(
        { json: plainNotes(result), text: () => ('capsule' in result ? capsuleText(result) : exportText(result)) },
        json === true,
      );
    });

const noFolder = (): SpikeloomError =>
  new SpikeloomError('option.invalid', say`An export needs a folder; give ${option('out', 'DIR')}.`, { at: { option: 'out' } });

/** Throws `option.invalid` for an option that a capsule does not have. */
function refuseForCapsule(request: Readonly<Partial<Record<OptionId, unknown>>>): void {
  const id = (['name', 'steps', 'batch', 'weights', 'profile', 'adapt-plan'] as const).find((one) => request[one] !== undefined);
  if (id === undefined) return;
  throw new SpikeloomError('option.invalid', say`${option(id)} is not for the format ${CAPSULE}; leave it out`, {
    at: { option: id },
  });
}

/** Parses a batch size for commander. */
function batchSize(text: string): number | 'dynamic' {
  if (text === 'dynamic') return text;
  try {
    return count(text);
  } catch {
    throw new InvalidArgumentError('It must be dynamic, or a whole number, 1 or more.');
  }
}

function capsuleText({ path, bytes: size, capsule, notes }: CapsuleResult): string {
  const { run, model, files } = capsule;
  const pairs = formatPairs([
    ['Capsule', `${path}, ${bytes(size)}, ${files.length + 1} files`],
    ['Model', model.file === null ? `its SHA-256 only, ${model.sha256}` : model.file],
    ['Run', `${run.settings.samples} samples of ${run.dataset}, ${run.settings.steps} steps, ${run.engine} engine`],
  ]);
  return pairs + formatNotes(notes);
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
