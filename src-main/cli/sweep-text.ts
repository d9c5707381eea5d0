/** Prints for people what a sweep wrote, and what came back from it. */
import type { Estimate } from '../../src-shared/results/index.ts';
import type { CollectedPlan, CollectResult } from '../services/sweep/collect-sweep.ts';
import type { EmitResult } from '../services/sweep/emit-sweep.ts';
import type { Scheduler } from '../services/sweep/job-files.ts';
import { formatNotes, formatTable } from './table.ts';
import { percent } from './words.ts';

const NONE = '–';
/** Items that are listed one by one. */
const MOST_LISTED = 20;

const HOW: Readonly<Record<Scheduler, (folder: string) => string>> = {
  slurm: (folder) => `cd ${folder} && sbatch job.sh`,
  kubernetes: (folder) => `kubectl apply -f ${folder}/job.json   (built from ${folder}/Dockerfile)`,
};

export function emitText(scheduler: Scheduler, { folder, job, items, plans, notes }: EmitResult): string {
  const count = `${items} ${items === 1 ? 'item' : 'items'} of ${plans} ${plans === 1 ? 'plan' : 'plans'}`;
  return `${count} in ${job}\nSubmit:  ${HOW[scheduler](folder)}\nCollect: spikeloom sweep --collect ${folder}${formatNotes(notes)}`;
}

/** A collected sweep, with its sentences in the words of the command line. */
type Collected = Omit<CollectResult, 'unusable'> & { readonly unusable: readonly { readonly why: string }[] };

export function collectText(folder: string, result: Collected): string {
  const { items, done, missing, doubles, unusable, plans } = result;
  const lines = [
    `${done} of ${items} items have a result.${doubles === 0 ? '' : ` ${doubles} arrived again, with equal numbers.`}`,
    table(plans),
    ...(unusable.length === 0
      ? []
      : [
          listed(
            'Files that do not count',
            unusable.map(({ why }) => why),
          ),
        ]),
    ...(missing.length === 0
      ? [`Reports: ${folder}/reports`]
      : [
          listed(
            `${missing.length} missing`,
            missing.map(
              ({ item, plan, shard, samples: [from, to] }) =>
                `item ${item}: plan ${plan}, shard ${shard}, samples ${from} to ${to - 1}`,
            ),
          ),
          `Emit them again: spikeloom sweep --emit slurm|kubernetes --missing --out ${folder}`,
        ]),
  ];
  return lines.join('\n\n');
}

function listed(title: string, lines: readonly string[]): string {
  const more = lines.length > MOST_LISTED ? [`· and ${lines.length - MOST_LISTED} more (--json lists all)`] : [];
  return [title, ...lines.slice(0, MOST_LISTED).map((line) => `· ${line}`), ...more].join('\n');
}

function table(plans: readonly CollectedPlan[]): string {
  const right = { align: 'right' } as const;
  const share = (one: Estimate | null | undefined): string =>
    one ? `${percent(one.value)} (${percent(one.low)}–${percent(one.high)})` : NONE;
  return formatTable(
    [
      { title: 'plan' },
      { title: 'settings' },
      { title: 'items', ...right },
      { title: 'steps', ...right },
      { title: 'accuracy % (95 %)', ...right },
      { title: 'agreement % (95 %)', ...right },
      { title: 'energy ratio', ...right },
    ],
    plans.map(({ plan, name, steps, done, items, figures }) => [
      plan,
      name,
      `${done}/${items}`,
      String(steps),
      share(figures?.accuracy),
      share(figures?.agreement),
      figures ? ratio(figures.energy_ratio) : NONE,
    ]),
  );
}

const ratio = (value: number): string => value.toFixed(3);
