/**
 * The frame that every chart of the window stands in: its title with the unit, its legend, and a menu that copies and saves it as PNG,
 * SVG and CSV and shows its figures as a table instead.
 *
 * A drawing of its own is put into the frame like this:
 *
 *     <ChartFrame title="Margin over accuracy, %" table={() => ({ columns: [{ title: 'run' }, { title: 'accuracy (%)' }], rows })}>
 *       <svg …>…</svg>
 *     </ChartFrame>
 *
 * The picture that is copied is the first `svg` of the children, with the looks that style sheets give it. Colours are those of
 * src-shared/theme (`var(--accent)`), so that it follows light, dark, high contrast and forced colours. A drawing on a canvas hands in
 * `svg`, which draws the same as SVG. The children fill the frame, and read hovered values by themselves; a drawing that is described
 * as a `Plot` (src-shared/charts) has hover, arrow keys and zoom for nothing: use `Chart`.
 */
import Ellipsis from 'lucide-react/icons/ellipsis';
import { type ReactElement, type ReactNode, useRef, useState } from 'react';
import type { ChartTable } from '../../src-shared/charts/table.ts';
import { chartTexts as texts } from '../texts/charts.ts';
import { classNames, Menu, type MenuItem } from '../ui/index.ts';
import { type ChartSource, copyChart, KINDS, saveChart } from './take-chart.ts';
import { TableOfChart } from './table-of-chart.tsx';
import './charts.css';

export interface ChartFrameProps {
  /** What is drawn, with the unit: `Energy by layer, pJ per sample`. */
  readonly title: string;
  /** More about it, shown at the title: how it is counted, what bands are. */
  readonly about?: string | undefined;
  /** The figures that are drawn. It is asked for when the table is shown or copied. */
  readonly table: () => ChartTable;
  /** The drawing as SVG, if the children do not hold it: an element on the page, or a document. */
  readonly svg?: (() => SVGElement | string) | undefined;
  /** What colours and dashes stand for. */
  readonly legend?: ReactNode;
  /** Shows all again; undefined while nothing is zoomed, or for a chart without zoom. */
  readonly onResetZoom?: (() => void) | undefined;
  /** Whether the table is shown, and what changes that, if something else remembers it. */
  readonly shown?: { readonly asTable: boolean; readonly onTable: (asTable: boolean) => void } | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** The frame fills its place. */
export function ChartFrame(props: ChartFrameProps): ReactElement {
  const { title, about, table, svg, legend, onResetZoom, shown, className, children } = props;
  const place = useRef<HTMLDivElement>(null);
  const [own, setOwn] = useState(false);
  const { asTable, onTable } = shown ?? { asTable: own, onTable: setOwn };
  const source: ChartSource = { title, table, svg: svg ?? (() => place.current?.querySelector('svg') ?? null) };
  const items = (): MenuItem[] => [
    ...KINDS.map((kind) => action(texts.copy[kind], () => void copyChart(source, kind))),
    { kind: 'separator' },
    ...KINDS.map((kind) => action(texts.save[kind], () => void saveChart(source, kind))),
    { kind: 'separator' },
    { kind: 'action', label: texts.showTable, checked: asTable, onSelect: () => onTable(!asTable) },
    ...(onResetZoom ? [action(texts.resetZoom, onResetZoom)] : []),
  ];
  return (
    <figure className={classNames('chart', className)}>
      <figcaption className="chart-head">
        <h3 title={about}>{title}</h3>
        <Menu
          align="end"
          items={items}
          trigger={
            <button type="button" className="ui-icon-button chart-menu" aria-label={texts.menu(title)}>
              <Ellipsis size={14} aria-hidden />
            </button>
          }
        />
      </figcaption>
      {legend === undefined ? null : <div className="chart-legend">{legend}</div>}
      <div className="chart-place">
        {/* Stays drawn below the table, so that its picture can be copied. */}
        <div className="chart-drawing" ref={place} inert={asTable} data-covered={asTable || undefined}>
          {children}
        </div>
        {asTable ? <TableOfChart title={title} table={table()} /> : null}
      </div>
    </figure>
  );
}

const action = (label: string, onSelect: () => void): MenuItem => ({ kind: 'action', label, onSelect });
