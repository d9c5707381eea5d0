/**
 * A drawn plot that the pointer and the keyboard read and zoom. The pointer reads the nearest value, a drag zooms, a double click shows
 * all. Arrow keys go from value to value, + and − zoom, Shift and arrow keys move the part that is shown, 0 shows all.
 */
import { type KeyboardEvent, type PointerEvent, type ReactElement, type ReactNode, useId, useMemo, useState } from 'react';
import {
  type Direction,
  type Drawing,
  drawPlot,
  EDGE,
  firstSpot,
  FONT,
  placeOf,
  type Plot,
  shapesText,
  type Spot,
  spotAt,
  spotBeside,
  spotWords,
} from '../../src-shared/charts/index.ts';
import { chartTexts as texts } from '../texts/charts.ts';
import { cursorLine, spotShapes } from './spot-marks.ts';
import { moved, rangeIn, scaled, type Zoom, zoomAxes, zoomed } from './zoom.ts';

export interface PlotSurfaceProps {
  /** With its full ranges. */
  readonly plot: Plot;
  readonly title: string;
  /** What is drawn, in a sentence, for those who do not see it. */
  readonly summary: string;
  readonly width: number;
  readonly height: number;
  readonly zoom: Zoom;
  readonly onZoom: (zoom: Zoom) => void;
  /** Index of the place along the lines that is pointed at here or elsewhere. */
  readonly hovered: number | null;
  readonly onHover: (index: number | null) => void;
  /** Called with the value that is clicked, or that Enter is pressed on. */
  readonly onChoose?: ((spot: Spot) => void) | undefined;
}

interface Point {
  readonly x: number;
  readonly y: number;
}
interface Drag {
  readonly from: Point;
  readonly to: Point;
}

const ARROWS: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };
/** Factor by which + makes the shown part smaller. */
const CLOSER = 0.5;
/** Part of what is shown by which Shift and an arrow key move. */
const MOVE = 0.25;
/** A drag shorter than this, in px, is a click. */
const LEAST_DRAG = 5;

export function PlotSurface(props: PlotSurfaceProps): ReactElement {
  const { plot: whole, title, summary, width, height, zoom, onZoom, hovered, onHover, onChoose } = props;
  const plot = useMemo(() => zoomed(whole, zoom), [whole, zoom]);
  const drawing = useMemo(() => drawPlot(plot, { width, height, names: 'none' }), [plot, width, height]);
  const [spot, setSpot] = useState<Spot | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [byKey, setByKey] = useState(false);
  const id = useId();
  const read = (next: Spot | null, key: boolean): void => {
    setSpot(next);
    setByKey(key);
    onHover(next?.index ?? null);
  };
  const zoomKeys = useZoomKeys(whole, plot, zoom, spot, onZoom);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = ARROWS[event.key];
    if (zoomKeys(event)) event.preventDefault();
    else if (direction && !event.shiftKey) {
      const from = spot && placeOf(plot, spot) ? spot : null;
      read(from ? spotBeside(plot, from, direction) : firstSpot(plot), true);
    } else if (event.key === 'Escape' && spot) read(null, true);
    else if ((event.key === 'Enter' || event.key === ' ') && spot && onChoose) onChoose(spot);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const at = (event: PointerEvent): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const release = (): void => {
    if (drag && isLong(drag)) onZoom({ ...zoom, ...dragged(whole, drawing, drag) });
    else if (drag && spot) onChoose?.(spot);
    setDrag(null);
  };
  const words = spot ? spotWords(plot, spot) : '';
  return (
    <div
      className="chart-surface"
      role="application"
      tabIndex={0}
      aria-label={texts.plotName(title)}
      aria-roledescription={texts.chart}
      aria-describedby={id}
      onKeyDown={onKeyDown}
      onBlur={() => read(null, false)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        const from = at(event);
        setDrag({ from, to: from });
      }}
      onPointerMove={(event) => {
        const to = at(event);
        if (drag) setDrag({ ...drag, to });
        read(spotAt(plot, drawing, to.x, to.y), false);
      }}
      onPointerUp={release}
      onPointerLeave={() => {
        setDrag(null);
        read(null, false);
      }}
      onDoubleClick={() => onZoom({})}
    >
      <DrawnPlot {...{ plot, drawing, summary, spot, hovered }}>
        {drag && isLong(drag) ? <rect className="chart-selection" {...selected(whole, drawing, drag)} /> : null}
      </DrawnPlot>
      {words === '' ? null : <SpotWords words={words} plot={plot} spot={spot!} drawing={drawing} />}
      <p id={id} className="visually-hidden" aria-live="polite">
        {byKey ? words : ''}
      </p>
    </div>
  );
}

interface DrawnPlotProps {
  readonly plot: Plot;
  readonly drawing: Drawing;
  readonly summary: string;
  readonly spot: Spot | null;
  readonly hovered: number | null;
  readonly children: ReactNode;
}

/** The picture, and the marks of what is read above it. */
function DrawnPlot({ plot, drawing, summary, spot, hovered, children }: DrawnPlotProps): ReactElement {
  const { width, height, area } = drawing;
  const drawn = useMemo(
    () => ({ around: { __html: shapesText(drawing.around) }, inside: { __html: shapesText(drawing.inside) } }),
    [drawing],
  );
  const cursor = plot.marks.find((mark) => mark.kind === 'line' && !mark.reference);
  const left = cursor?.kind === 'line' && hovered !== null ? cursor.x[hovered] : undefined;
  const marks = [
    ...(left === undefined ? [] : [cursorLine(drawing, drawing.x.at(left))]),
    ...(spot ? spotShapes(plot, drawing, spot) : []),
  ];
  const edges = { x: area.left - EDGE, y: area.top - EDGE, width: area.width + 2 * EDGE, height: area.height + 2 * EDGE };
  const box = `${edges.x} ${edges.y} ${edges.width} ${edges.height}`;
  const inside = { ...edges, viewBox: box, overflow: 'hidden' } as const;
  return (
    <svg role="img" aria-label={summary} width={width} height={height} viewBox={`0 0 ${width} ${height}`} fontSize={FONT}>
      <g dangerouslySetInnerHTML={drawn.around} />
      <svg {...inside} dangerouslySetInnerHTML={drawn.inside} />
      <svg {...inside} className="chart-cursor" dangerouslySetInnerHTML={{ __html: shapesText(marks) }} />
      {children}
    </svg>
  );
}

interface SpotWordsProps {
  readonly words: string;
  readonly plot: Plot;
  readonly spot: Spot;
  readonly drawing: Drawing;
}

/** Beside the value, on the side that has more room. */
function SpotWords({ words, plot, spot, drawing }: SpotWordsProps): ReactElement {
  const place = placeOf(plot, spot)!;
  const inside = (value: number, low: number, size: number): number => Math.min(low + size, Math.max(low, value));
  const x = inside(drawing.x.at(place.x), drawing.area.left, drawing.area.width);
  const y = inside(drawing.y.at(place.y), drawing.area.top, drawing.area.height);
  const isLeft = x > drawing.width / 2;
  const isAbove = y > drawing.height / 2;
  return (
    <span
      className="ui-pointed chart-spot"
      aria-hidden
      style={{
        left: x,
        top: y,
        maxWidth: (isLeft ? x : drawing.width - x) - 10,
        transform: `translate(${isLeft ? 'calc(-100% - 8px)' : '8px'}, ${isAbove ? 'calc(-100% - 8px)' : '8px'})`,
      }}
    >
      {words}
    </span>
  );
}

/** What + − 0 and Shift with an arrow key do; false for another key. */
function useZoomKeys(whole: Plot, plot: Plot, zoom: Zoom, spot: Spot | null, onZoom: (zoom: Zoom) => void) {
  return ({ key, shiftKey }: KeyboardEvent): boolean => {
    const axes = zoomAxes(whole);
    const change = (next: (axis: 'x' | 'y') => readonly [number, number]): true => {
      onZoom({ ...zoom, ...Object.fromEntries(axes.map((axis) => [axis, rangeIn(whole[axis], next(axis))])) });
      return true;
    };
    const middle = (axis: 'x' | 'y'): number => {
      const place = spot ? placeOf(plot, spot) : null;
      const [low, high] = plot[axis].range;
      return place?.[axis] ?? (plot[axis].scale === 'log' ? Math.sqrt(low * high) : (low + high) / 2);
    };
    if (key === '+' || key === '=') return change((axis) => scaled(plot[axis], plot[axis].range, middle(axis), CLOSER));
    if (key === '-' || key === '−') return change((axis) => scaled(plot[axis], plot[axis].range, middle(axis), 1 / CLOSER));
    if (key === '0') {
      onZoom({});
      return true;
    }
    const direction = shiftKey ? ARROWS[key] : undefined;
    if (!direction) return false;
    const along = direction === 'left' || direction === 'right' ? 'x' : 'y';
    if (!axes.includes(along)) return true;
    const isBack = direction === 'left' || direction === (plot.y.scale === 'band' ? 'up' : 'down');
    onZoom({ ...zoom, [along]: rangeIn(whole[along], moved(plot[along], plot[along].range, isBack ? -MOVE : MOVE)) });
    return true;
  };
}

const isLong = ({ from, to }: Drag): boolean => Math.max(Math.abs(from.x - to.x), Math.abs(from.y - to.y)) >= LEAST_DRAG;

/** The rectangle of a drag: over the whole area along an axis that does not zoom. */
function selected(plot: Plot, { area }: Drawing, { from, to }: Drag) {
  const axes = zoomAxes(plot);
  const span = (axis: 'x' | 'y', low: number, size: number): readonly [number, number] => {
    if (!axes.includes(axis)) return [low, low + size];
    const inside = [from[axis], to[axis]].map((value) => Math.min(low + size, Math.max(low, value)));
    return [Math.min(...inside), Math.max(...inside)];
  };
  const [left, right] = span('x', area.left, area.width);
  const [top, bottom] = span('y', area.top, area.height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The ranges that a drag covers. */
function dragged(plot: Plot, drawing: Drawing, drag: Drag): Zoom {
  const box = selected(plot, drawing, drag);
  const ends = {
    x: [drawing.x.value(box.x), drawing.x.value(box.x + box.width)],
    y: [drawing.y.value(box.y), drawing.y.value(box.y + box.height)],
  };
  return Object.fromEntries(
    zoomAxes(plot).map((axis) => [axis, rangeIn(plot[axis], [Math.min(...ends[axis]), Math.max(...ends[axis])])]),
  );
}
