/** The table of changes: a head that sorts, and rows that are drawn as they come into view. */
import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import type { ReactElement } from 'react';
import type { SensitivityRow } from '../../src-shared/tuning/sensitivity-rows.ts';
import { setHovered, useIsHovered } from '../state/index.ts';
import { sensitivityTexts as texts } from '../texts/sensitivity.ts';
import { classNames, EmptyState, VirtualList } from '../ui/index.ts';
import { changeText, type Column, COLUMNS, figureText, isFigure, type Sort } from './rows.ts';

export interface RowTableProps {
  readonly rows: readonly SensitivityRow[];
  readonly labelled: boolean;
  /** The graph's node of a layer. */
  readonly nodeOf: ReadonlyMap<string, string>;
  readonly sort: Sort;
  readonly chosen: SensitivityRow | null;
  readonly onSort: (sort: Sort) => void;
  readonly onChoose: (row: SensitivityRow) => void;
}

const WIDTHS: Readonly<Record<Column, string>> = {
  verdict: '56px',
  layer: 'minmax(120px, 1.2fr)',
  change: 'minmax(160px, 1.5fr)',
  agreement: '152px',
  accuracy: '152px',
  divergence: '168px',
  energy: '168px',
};

export function RowTable({ rows, labelled, nodeOf, sort, chosen, onSort, onChoose }: RowTableProps): ReactElement {
  const columns = COLUMNS.filter((column) => labelled || column !== 'accuracy');
  const template = columns.map((column) => WIDTHS[column]).join(' ');
  return (
    <div className="sensitivity-table">
      <div className="sensitivity-sheet">
        <div
          className="sensitivity-row sensitivity-heads"
          style={{ gridTemplateColumns: template }}
          role="group"
          aria-label={texts.list}
        >
          {columns.map((column) => (
            <Head key={column} column={column} sort={sort} onSort={onSort} />
          ))}
        </div>
        {rows.length === 0 ? (
          <EmptyState title={texts.noRows} />
        ) : (
          <VirtualList
            label={texts.list}
            items={rows}
            keyOf={(row) => `${row.layer}\n${changeText(row)}`}
            selected={chosen ? rows.indexOf(chosen) : -1}
            onChoose={onChoose}
            render={(row) => <Row row={row} node={nodeOf.get(row.layer)} columns={columns} template={template} />}
          />
        )}
      </div>
    </div>
  );
}

interface HeadProps {
  readonly column: Column;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
}

/** A click leads from the rank to descending (words: ascending), to the other order, and back to the rank. */
function Head({ column, sort, onSort }: HeadProps): ReactElement {
  const [short, long] = texts.columns[column];
  const order = sort?.column !== column ? 'none' : sort.descending ? 'down' : 'up';
  const first = isFigure(column);
  const next: Sort =
    order === 'none' ? { column, descending: first } : (order === 'down') === first ? { column, descending: !first } : null;
  return (
    <button
      type="button"
      className={classNames('sensitivity-head', isFigure(column) && 'sensitivity-figure')}
      title={long}
      aria-label={texts.sortBy(short, texts.orders[order])}
      onClick={() => onSort(next)}
    >
      <span>{short}</span>
      {order === 'up' ? <ArrowUp size={12} aria-hidden /> : order === 'down' ? <ArrowDown size={12} aria-hidden /> : null}
    </button>
  );
}

interface RowProps {
  readonly row: SensitivityRow;
  readonly node: string | undefined;
  readonly columns: readonly Column[];
  readonly template: string;
}

const Row = ({ row, node, columns, template }: RowProps): ReactElement => (
  <div
    className="sensitivity-row"
    style={{ gridTemplateColumns: template }}
    data-verdict={row.verdict}
    data-hovered={useIsHovered(node ?? '') || undefined}
    onPointerEnter={() => setHovered(node ?? null)}
    onPointerLeave={() => setHovered(null)}
  >
    {columns.map((column) => (
      <span key={column} className={classNames(`sensitivity-${column}`, isFigure(column) && 'sensitivity-figure')}>
        {isFigure(column)
          ? figureText(column, row[column])
          : column === 'verdict'
            ? texts.verdicts[row.verdict]
            : column === 'layer'
              ? row.layer
              : changeText(row)}
      </span>
    ))}
  </div>
);
