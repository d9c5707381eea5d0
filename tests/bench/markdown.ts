/** BENCHMARKS.md, as it is made from BENCHMARKS.json, and the rows that `npm run bench` prints. */
import type { BenchResult, Measured } from './results.ts';
import { type BenchTable, TABLE_IDS, TABLES } from './tables.ts';

const INTRODUCTION = `# Benchmarks
\`npm run bench -- --write\` writes this page from \`BENCHMARKS.json\`, where each workload keeps its newest result; do not edit the page. \`npm run bench\` measures everything without writing (about
8 minutes on two quiet cores), \`npm run bench -- PART …\` some parts. T is the number of time steps, B of samples in a batch, n of thresholds. A number in **bold** misses its aim. A dash means: not recorded.
The commit is the one that was measured (with + if files had been changed since); for results up to 2026-11-27 it is the one that recorded them. Compare ratios: machines are shared, and absolute times are
upper bounds. What was tried to get here stands in [docs/performance-notes.md](docs/performance-notes.md), accuracy in [tests/examples/ACCURACY.md](tests/examples/ACCURACY.md).`;

const DASH = '–';

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A table's head and the line below it. */
export const head = (titles: readonly string[]): string => `${row(titles)}\n${row(titles.map(() => '---'))}`;

const inUnit = (text: string, { unit }: BenchTable): string => (unit === '' ? text : `${text} ${unit}`);

/** Workload, aim and result of a row, as text. */
export function resultCells({ table, workload, aim, values, detail }: Measured): [workload: string, aim: string, result: string] {
  const described: BenchTable = TABLES[table];
  const misses = (value: number): boolean => aim !== undefined && (described.aim === 'at most' ? value > aim : value < aim);
  const texts = values.map((value) =>
    misses(value) ? `**${value.toFixed(described.digits)}**` : value.toFixed(described.digits),
  );
  const sign = described.aim === 'at most' ? '≤' : '≥';
  return [
    workload,
    aim === undefined ? DASH : inUnit(`${sign} ${aim}`, described),
    [inUnit(texts.join(' / '), described), ...(detail === undefined ? [] : [detail])].join('; '),
  ];
}

/** Prints results while they are measured: a table begins when a result belongs to another one than the result before. */
export function printer(write: (text: string) => void): (measured: Measured) => void {
  let current: Measured['table'] | undefined;
  return (measured) => {
    if (measured.table !== current) {
      current = measured.table;
      const { title, about } = TABLES[current];
      write(`\n**${title}.** ${about}\n\n${head(['workload', 'aim', 'result'])}\n`);
    }
    write(`${row(resultCells(measured))}\n`);
  };
}

/** BENCHMARKS.md. Tables stand in the order of TABLES, rows in that of the results. */
export function benchmarksPage(results: readonly BenchResult[]): string {
  const sections = TABLE_IDS.flatMap((id) => {
    const own = results.filter(({ table }) => table === id);
    if (own.length === 0) return [];
    const { title, about, command } = TABLES[id];
    const rows = own.map((result) =>
      row([...resultCells(result), result.date ?? DASH, result.commit ?? DASH, result.machine ?? DASH]),
    );
    const titles = ['workload', 'aim', 'result', 'date', 'commit', 'machine'];
    return [`**${title}.** ${about} \`${command}\``, [head(titles), ...rows].join('\n')];
  });
  return `${[INTRODUCTION, ...sections].join('\n\n')}\n`;
}

/** Milliseconds, with as many digits as they deserve. */
export const milliseconds = (ms: number): string => ms.toFixed(ms < 100 ? 1 : 0);
