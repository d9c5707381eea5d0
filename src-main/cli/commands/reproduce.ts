/** `spikeloom reproduce`: computes the figures of a capsule again and compares them bit by bit. */
import type { Command } from 'commander';
import { REPRODUCED_WITH, type Reproduction } from '../../../src-shared/export/index.ts';
import type { ReproduceRequest } from '../../services/capsule/reproduce.ts';
import { withJobs } from '../job.ts';
import { count } from '../options.ts';
import { finish } from '../outcome.ts';
import { formatTable } from '../table.ts';

interface Options extends Omit<ReproduceRequest, 'capsule'> {
  readonly json?: boolean;
}

export const reproduceCommand = (program: Command): Command =>
  program
    .command('reproduce')
    .description('compute the figures of a capsule again and compare them bit by bit; status 1 when one differs')
    .argument('<capsule>', 'folder that export --format capsule wrote')
    .option('--dataset <src>', 'the samples, where they are not at the place that the run named')
    .option('--labels <file>', 'class of each sample, .npy [N], for --dataset')
    .option('--model <file.onnx>', 'the model, where the capsule has only its digest')
    .option('--engine <engine>', 'another engine (default: that of the run)')
    .option('--threads <n>', 'cores of the engine (default: all)', count)
    .action(async (capsule: string, { json, ...options }: Options) => {
      const { report: _, ...result } = await withJobs((jobs) => jobs.run('reproduce', { capsule, ...options }));
      const status = result.same ? {} : { status: 1 as const };
      await finish({ json: result, text: () => reproduceText(result), ...status }, json === true);
    });

/** Differences that are shown; `--json` has all. */
const SHOWN = 20;

function reproduceText({ same, compared, changed, differences }: Reproduction): string {
  const head = same
    ? `All ${compared} figures are the same to the last bit.`
    : `${differences.length} of ${compared} figures differ.`;
  return [head, ...(changed.length === 0 ? [] : [changedText(changed)]), ...(same ? [] : [differencesText(differences)])].join(
    '\n\n',
  );
}

const changedText = (changed: Reproduction['changed']): string =>
  formatTable(
    [{ title: 'not the same' }, { title: 'recorded' }, { title: 'now' }],
    changed.map(({ what, recorded, now }) => [REPRODUCED_WITH[what], recorded, now]),
  );

function differencesText(differences: Reproduction['differences']): string {
  const table = formatTable(
    [{ title: 'figure' }, { title: 'recorded', align: 'right' }, { title: 'now', align: 'right' }],
    differences.slice(0, SHOWN).map(({ figure, recorded, now }) => [figure, String(recorded ?? '–'), String(now ?? '–')]),
  );
  return differences.length > SHOWN ? `${table}\n… and ${differences.length - SHOWN} more (--json has all)` : table;
}
