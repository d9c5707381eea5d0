/** The table of all runs: a head that sorts, and rows that are drawn as they come into view. */
import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import Pin from 'lucide-react/icons/pin';
import { type KeyboardEvent, type ReactElement, useMemo } from 'react';
import type { RunSummary } from '../../../src-shared/contract/index.ts';
import { runsTexts as texts } from '../../texts/runs.ts';
import { classNames, RunMarkIcon, VirtualList } from '../../ui/index.ts';
import { type ColumnId, columnsShown, runTitle, type Sort, sortedRuns, textOf, valueOf, widthOf } from './columns.ts';
import { keepRunsLayout, type RunsLayout } from './runs-layout.ts';

export interface RunTableProps {
  readonly runs: readonly RunSummary[];
  readonly layout: RunsLayout;
  readonly baseline: number | null;
  readonly chosen: number | null;
  readonly onChoose: (run: RunSummary) => void;
  readonly onRemove: () => void;
}

export function RunTable({ runs, layout, baseline, chosen, onChoose, onRemove }: RunTableProps): ReactElement {
  const columns = useMemo(() => columnsShown(runs, layout.columns), [runs, layout.columns]);
  const sorted = useMemo(() => sortedRuns(runs, layout.sort), [runs, layout.sort]);
  const template = columns.map((id) => `${widthOf(id)}px`).join(' ');
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Delete' || chosen === null) return;
    event.preventDefault();
    onRemove();
  };
  return (
    <div className="runs-table" onKeyDown={press}>
      <div className="runs-sheet" style={{ minWidth: columns.reduce((sum, id) => sum + widthOf(id) + 12, 12) }}>
        <div className="runs-head-row" style={{ gridTemplateColumns: template }} role="group" aria-label={texts.chooseColumns}>
          {columns.map((id) => (
            <Head key={id} id={id} sort={layout.sort} />
          ))}
        </div>
        <VirtualList
          label={texts.list}
          items={sorted}
          keyOf={({ id }) => id}
          selected={sorted.findIndex(({ id }) => id === chosen)}
          onChoose={onChoose}
          render={(run) => <Row run={run} columns={columns} template={template} isBaseline={run.id === baseline} />}
        />
      </div>
    </div>
  );
}

function Head({ id, sort }: { readonly id: ColumnId; readonly sort: Sort }): ReactElement {
  const [short, long] = texts.columns[id];
  const order = sort.column !== id ? 'none' : sort.descending ? 'down' : 'up';
  // Figures are looked at from the top.
  const next: Sort = { column: id, descending: order === 'none' ? id !== 'name' : order === 'up' };
  return (
    <button
      type="button"
      className={classNames('runs-head-cell', isNumeric(id) && 'runs-number')}
      title={long}
      aria-label={texts.sortBy(short, texts.orders[order])}
      onClick={() => keepRunsLayout({ sort: next })}
    >
      <span>{short}</span>
      {order === 'up' ? <ArrowUp size={12} aria-hidden /> : order === 'down' ? <ArrowDown size={12} aria-hidden /> : null}
    </button>
  );
}

interface RowProps {
  readonly run: RunSummary;
  readonly columns: readonly ColumnId[];
  readonly template: string;
  readonly isBaseline: boolean;
}

const Row = ({ run, columns, template, isBaseline }: RowProps): ReactElement => (
  <div className="runs-row" style={{ gridTemplateColumns: template }}>
    {columns.map((id) =>
      id === 'name' ? (
        <span key={id} className="runs-name" title={run.note || undefined}>
          <RunMarkIcon run={run.id} />
          <span>{runTitle(run)}</span>
          {run.name === '' ? null : <small>{run.id}</small>}
          {isBaseline ? (
            <small className="runs-baseline" title={texts.isBaseline}>
              <Pin size={11} aria-hidden />
              {texts.baseline}
            </small>
          ) : null}
        </span>
      ) : (
        <span
          key={id}
          className={classNames('runs-cell', typeof valueOf(id, run) === 'number' && 'runs-number')}
          data-state={id === 'state' ? run.state : undefined}
        >
          {textOf(id, run)}
        </span>
      ),
    )}
  </div>
);

/** Columns of numbers stand at the right. */
const TEXTS: ReadonlySet<ColumnId> = new Set([
  ...([
    'name',
    'coding',
    'neuron',
    'method',
    'level',
    'dataset',
    'engine',
    'numbers',
    'created',
    'state',
    'tags',
    'note',
  ] as const),
]);
const isNumeric = (id: ColumnId): boolean => !TEXTS.has(id);
