/** The table of runs as CSV and JSON: all columns with all digits, whatever is shown. */
import { csvOf, type ChartTable } from '../../../src-shared/charts/table.ts';
import type { RunSummary } from '../../../src-shared/contract/index.ts';
import { COLUMN_IDS, valueOf } from './columns.ts';

/** The columns of the file: the number and the name apart, every other as in the table. */
const OTHERS = COLUMN_IDS.filter((id) => id !== 'name');

const tableOf = (runs: readonly RunSummary[], baseline: number | null): ChartTable => ({
  columns: ['run', 'name', 'baseline', ...OTHERS].map((title) => ({ title })),
  rows: runs.map((run) => [
    run.id,
    run.name,
    run.id === baseline ? 'yes' : '',
    ...OTHERS.map((id) => (id === 'dataset' ? run.dataset : valueOf(id, run))),
  ]),
});

export const runsCsv = (runs: readonly RunSummary[], baseline: number | null): string => csvOf(tableOf(runs, baseline));

/** What the services say of the runs, without what only the window needs. */
export const runsJson = (runs: readonly RunSummary[], baseline: number | null): string =>
  JSON.stringify(
    runs.map(({ notContinued: _, ...run }) => ({ ...run, baseline: run.id === baseline })),
    null,
    2,
  );
