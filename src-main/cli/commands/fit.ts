/** `spikeloom fit`: says whether a network fits a chip or a microcontroller, and what would have to change. */
import type { Command } from 'commander';
import { type CoreUse, TARGET_IDS, type Violation } from '../../../src-shared/fit/index.ts';
import type { FitRequest, FitResult } from '../../services/fit/fit-project.ts';
import { withJobs } from '../job.ts';
import { finish } from '../outcome.ts';
import { formatNotes, formatPairs, formatTable } from '../table.ts';
import { integer } from '../words.ts';

interface Options extends Omit<FitRequest, 'project' | 'plan'> {
  readonly json?: boolean;
}

export const fitCommand = (program: Command): Command =>
  program
    .command('fit')
    .description('whether a network fits a chip or a microcontroller, and what would have to change; status 1 when it does not')
    .argument('<project.spikeloom>')
    .requiredOption('--target <target>', TARGET_IDS.join(', '))
    .option('--flash <size>', 'flash of the microcontroller, such as 1M or 512K')
    .option('--ram <size>', 'RAM of the microcontroller, such as 256K')
    .option('--weights <format>', 'weights of the microcontroller: float32 or int8 (default: float32)')
    .action(async (project: string, { json, ...options }: Options) => {
      const result = await withJobs(async (jobs) => {
        await jobs.check(project);
        return jobs.run('fit', { project, ...options });
      });
      const status = result.fits ? {} : { status: 1 as const };
      await finish({ json: result, text: () => fitText(result), ...status }, json === true);
    });

function fitText({ label, plan, fits, violations, cores, unplaced, notes }: FitResult): string {
  const head = formatPairs([
    ['Target', label],
    ['Plan', `version ${plan}`],
    ['Fits', fits ? 'yes' : `no: ${violations.length} ${violations.length === 1 ? 'rule is' : 'rules are'} violated`],
  ]);
  return (
    [head, ...(fits ? [] : [violations.map(violationText).join('\n')]), useText([...cores, ...unplaced])].join('\n\n') +
    formatNotes(notes)
  );
}

const violationText = ({ rule, message, help, source }: Violation): string =>
  `✗ ${rule}: ${message}\n  ${help}\n  Source: ${source}.`;

function useText(cores: readonly CoreUse[]): string {
  const rows = cores.flatMap(({ name, layer, uses }) =>
    uses.map(({ what, used, limit, unit }, index) => [
      index === 0 ? name : '',
      index === 0 && layer !== name ? (layer ?? '') : '',
      what,
      integer(used),
      limit === null ? '' : integer(limit),
      unit,
    ]),
  );
  return formatTable(
    [
      { title: 'core' },
      { title: 'layer' },
      { title: 'of' },
      { title: 'used', align: 'right' },
      { title: 'limit', align: 'right' },
      { title: 'unit' },
    ],
    rows,
  );
}
