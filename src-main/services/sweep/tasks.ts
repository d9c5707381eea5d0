/**
 * How the items of a sweep are dealt out to the tasks of a job. A job has at most 1,000 tasks, since Slurm allows indices up to 1,000 unless
 * its administrator raised the limit. Task i gets the items at i, i + tasks, i + 2 · tasks, … of the list.
 */

/** What a job is made from. */
export interface JobContents {
  readonly items: readonly number[];
  /** Cores of a task. */
  readonly threads: number | undefined;
  /** The samples and their labels, as absolute paths on the machine that emits. */
  readonly dataset: string;
  readonly labels?: string | undefined;
  /** Name of the sweep's folder. */
  readonly folder: string;
}

const MOST_TASKS = 1000;

/** Most times that a task is started again after it has failed. */
export const RETRIES = 3;

/** Memory of a task: more than twice what an evaluation of ResNet-50 needs. */
export const MEMORY_MIB = 4096;

export const taskCount = (items: readonly number[]): number => Math.min(items.length, MOST_TASKS);

/** Lines of a shell script that set `items` to those of task `index` (a shell word, from 0), with commas. */
export const itemsOfTask = (items: readonly number[], index: string): string[] => [
  'items= position=0',
  `for item in ${items.join(' ')}; do`,
  `  [ $((position % ${taskCount(items)})) -ne "${index}" ] || items="$items\${items:+,}$item"`,
  '  position=$((position + 1))',
  'done',
];

/** A word of a shell script. */
export const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
