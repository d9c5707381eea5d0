/** Statistics per channel (or neuron, or layer): a table of any length, sorted by any column; choosing a row shows its channel above. */
import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { type ReactElement, useMemo, useState } from 'react';
import type { LayerStatistics } from '../../../src-shared/contract/index.ts';
import { inspectorTexts as texts } from '../../texts/inspector.ts';
import { significant, whole } from '../../ui/format.ts';
import { VirtualList } from '../../ui/index.ts';
import { Section } from '../facts.tsx';
import { type ChannelRow, channelRows, type Column, type Sorting, sortRows } from './channel-rows.ts';

const COLUMNS: readonly Column[] = ['index', 'mean', 'deviation', 'maximum', 'threshold', 'flag'];
const ROW = 24;
/** The half shows that there is more. */
const MOST_ROWS = 8.5;

export interface ChannelTableProps {
  readonly statistics: LayerStatistics;
  /** Group whose channel is shown; null for all. */
  readonly selected: number | null;
  readonly onSelect: (group: number) => void;
}

/** The table. */
export function ChannelTable({ statistics, selected, onSelect }: ChannelTableProps): ReactElement {
  const [sorting, setSorting] = useState<Sorting>({ column: 'index', descending: false });
  const rows = useMemo(() => sortRows(channelRows(statistics), sorting), [statistics, sorting]);
  const level = texts.groups[statistics.groups];
  const sortBy = (column: Column): void =>
    setSorting((now) => ({
      column,
      // First what stands out: large numbers and flags on top.
      descending: now.column === column ? !now.descending : column !== 'index',
    }));
  const height = ROW * Math.min(MOST_ROWS, rows.length);
  return (
    <Section title={texts.channels}>
      <div className="inspector-table">
        <div className="inspector-row inspector-row-head">
          {COLUMNS.map((column) => (
            <button
              key={column}
              type="button"
              aria-label={texts.columnsLong[column]}
              aria-pressed={sorting.column === column}
              title={texts.columnsLong[column]}
              onClick={() => sortBy(column)}
            >
              {column === 'index' ? level : texts.columns[column]}
              {sorting.column === column &&
                (sorting.descending ? <ArrowDown size={10} aria-hidden /> : <ArrowUp size={10} aria-hidden />)}
            </button>
          ))}
        </div>
        <div className="inspector-rows" style={{ height }}>
          <VirtualList
            label={texts.rowsName(texts.nameOf(statistics.groups).toLowerCase())}
            items={rows}
            keyOf={({ index }) => index}
            rowHeight={ROW}
            height={height}
            selected={rows.findIndex(({ index }) => index === selected)}
            onChoose={({ index }) => onSelect(index)}
            render={(row) => <Row row={row} />}
          />
        </div>
      </div>
      {rows.length < statistics.total && (
        <p className="inspector-note">{texts.someRows(whole(rows.length), whole(statistics.total))}</p>
      )}
    </Section>
  );
}

/** Small numbers with two digits: four columns have to fit a narrow panel. */
const figure = (value: number): string => significant(value, Math.abs(value) < 0.1 ? 2 : 3);

const Row = ({ row }: { readonly row: ChannelRow }): ReactElement => (
  <div className="inspector-row">
    <span>{row.index}</span>
    <span>{figure(row.mean)}</span>
    <span>{figure(row.deviation)}</span>
    <span>{figure(row.maximum)}</span>
    <span>{figure(row.threshold)}</span>
    <span>
      {row.flag && (
        <span className="inspector-flag" title={row.flag === 'silent' ? texts.silentLong : texts.unsolvedLong}>
          <TriangleAlert size={12} aria-hidden />
          <span className="visually-hidden">{row.flag === 'silent' ? texts.silentLong : texts.unsolvedLong}</span>
        </span>
      )}
    </span>
  </div>
);
