/** A chart that is described as a `Plot` (src-shared/charts), in its frame: drawn in the size of its place, read and zoomed. */
import { type ReactElement, useMemo, useState } from 'react';
import {
  type ChartTable,
  drawPlot,
  type LineMark,
  type Mark,
  namedMarks,
  type Plot,
  sample,
  shapesText,
  type Spot,
  svgOf,
  tableOf,
} from '../../src-shared/charts/index.ts';
import { NONE } from '../../src-shared/format/index.ts';
import { useSize } from '../ui/use-size.ts';
import { ChartFrame, type ChartFrameProps } from './chart-frame.tsx';
import { PlotSurface } from './plot-surface.tsx';
import type { Zoom } from './zoom.ts';

export interface ChartProps extends Pick<ChartFrameProps, 'title' | 'about' | 'shown' | 'className'> {
  readonly plot: Plot;
  /** What is drawn, in a sentence, for those who do not see it; the title if it is left out. */
  readonly summary?: string | undefined;
  /** The figures as a table; those of the plot if it is left out. */
  readonly table?: (() => ChartTable) | undefined;
  /** The place along the lines that is pointed at, if other parts of the view mark it too. */
  readonly hover?: { readonly index: number | null; readonly onIndex: (index: number | null) => void } | undefined;
  /** Called with the value that is clicked, or that Enter is pressed on. */
  readonly onChoose?: ((spot: Spot) => void) | undefined;
}

/** Height of a row of bars in px. Rows that have no room scroll. */
const ROW = 18;
/** Least size of a copied picture in px. */
const PICTURE = { width: 560, height: 300 } as const;
/** A longer legend could not be read. */
const MOST_NAMES = 12;

/** The chart fills its place. */
export function Chart({ plot, title, summary = title, table, hover, onChoose, ...frame }: ChartProps): ReactElement {
  const [place, { width, height }] = useSize<HTMLDivElement>();
  const [zoom, setZoom] = useState<Zoom>({});
  const [own, setOwn] = useState<number | null>(null);
  const { index, onIndex } = hover ?? { index: own, onIndex: setOwn };
  const rows = rowsOf(plot, zoom);
  const needed = Math.max(height, rows);
  const isZoomed = zoom.x !== undefined || zoom.y !== undefined;
  const picture = (): string => {
    const size = { width: Math.max(width, PICTURE.width), height: Math.max(height, rows, PICTURE.height) };
    return svgOf(drawPlot(plot, { ...size, names: 'above' }), summary);
  };
  return (
    <ChartFrame
      {...frame}
      title={title}
      table={table ?? (() => tableOf(plot))}
      svg={picture}
      legend={<Legend plot={plot} index={index} />}
      onResetZoom={isZoomed ? () => setZoom({}) : undefined}
    >
      <div className="chart-scroll" ref={place}>
        {width > 0 && height > 0 ? (
          <PlotSurface
            {...{ plot, title, summary, zoom }}
            width={width}
            height={needed}
            onZoom={setZoom}
            hovered={index}
            onHover={onIndex}
            onChoose={onChoose}
          />
        ) : null}
      </div>
    </ChartFrame>
  );
}

/** The height that the rows of horizontal bars need in px; 0 for other charts. */
function rowsOf({ marks, y, x }: Plot, zoom: Zoom): number {
  if (!marks.some((mark) => mark.kind === 'bars' && mark.along === 'y')) return 0;
  const [low, high] = zoom.y ?? y.range;
  return (high - low) * ROW + (x.label === '' ? 22 : 38);
}

function Legend({ plot, index }: { readonly plot: Plot; readonly index: number | null }): ReactElement | null {
  const named = useMemo(() => namedMarks(plot), [plot]);
  // The title says what a single kind of bars or points is.
  const isPlain = named.length === 1 && named[0]!.kind !== 'line';
  if (named.length === 0 || isPlain || named.length > MOST_NAMES) return null;
  // Points have places of their own, so that a line between them has no value at the one that is read.
  const hasPoints = named.some(({ kind }) => kind === 'points');
  return (
    <ul>
      {named.map((mark) => (
        <li key={mark.name}>
          <Sample mark={mark} />
          <span>{mark.name}</span>
          {mark.kind === 'line' && !hasPoints ? <strong>{valueAt(mark, plot, index)}</strong> : null}
        </li>
      ))}
    </ul>
  );
}

const Sample = ({ mark }: { readonly mark: Exclude<Mark, { kind: 'cells' }> }): ReactElement => (
  <svg width={16} height={12} aria-hidden dangerouslySetInnerHTML={{ __html: shapesText(sample(mark, 0, 6)) }} />
);

/** The value at a place, or the last one. */
function valueAt({ y }: LineMark, plot: Plot, index: number | null): string {
  const value = y[index ?? y.length - 1] ?? null;
  return value === null ? NONE : plot.y.format(value);
}
