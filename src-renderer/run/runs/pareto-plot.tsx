/** The drawing of quality over energy: a grid, the float network's line, the Pareto front, and a mark with its interval for each run. */
import { type KeyboardEvent, type PointerEvent, type ReactElement, useState } from 'react';
import { type Axis, type Scale, scaleOf, ticksOf } from '../../../src-shared/charts/index.ts';
import type { RunSummary } from '../../../src-shared/contract/index.ts';
import { runMark, shapePath } from '../../../src-shared/theme/run-mark.ts';
import { colour } from '../../../src-shared/theme/tokens.ts';
import { moved, type Range, rangeIn, scaled } from '../../charts/index.ts';
import { runsTexts as texts } from '../../texts/runs.ts';
import { type Size, useSize } from '../../ui/use-size.ts';
import { costAxis, qualityAxis, type RunPoint, type RunPoints } from './pareto-points.ts';

const MARGIN = { left: 52, right: 16, top: 8, bottom: 34 };

export interface ParetoPlotProps {
  readonly found: RunPoints;
  readonly label: string;
  readonly axis: string;
  readonly chosen: number | null;
  readonly pointed: number | null;
  readonly onPoint: (run: number | null) => void;
  readonly onChoose: (run: RunSummary) => void;
  /** The part that is shown; an axis without one shows all. */
  readonly zoom: ParetoZoom;
  readonly onZoom: (zoom: ParetoZoom) => void;
}

/** The shown ranges of both axes. */
export interface ParetoZoom {
  readonly x?: Range | undefined;
  readonly y?: Range | undefined;
}

const SIDES: Readonly<Record<string, readonly [axis: 'x' | 'y', share: number]>> = {
  ArrowLeft: ['x', -0.25],
  ArrowRight: ['x', 0.25],
  ArrowUp: ['y', 0.25],
  ArrowDown: ['y', -0.25],
};
/** A drag shorter than this along both axes, in px, is a click. */
const LEAST_DRAG = 5;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function ParetoPlot({
  found: { what, points },
  label,
  axis,
  chosen,
  pointed,
  onPoint,
  onChoose,
  zoom,
  onZoom,
}: ParetoPlotProps): ReactElement {
  const [box, size] = useSize<HTMLDivElement>();
  const at = points.findIndex(({ run }) => run.id === (pointed ?? chosen));
  const floats = new Set(points.map(({ run }) => run.outline?.annAccuracy ?? null));
  const float = what === 'accuracy' && floats.size === 1 ? [...floats][0]! : null;
  const whole = axesOf(points, float, axis);
  const drawn = drawnIn(whole, zoom, size);
  const point = points[at];
  const change = (next: (axis: 'x' | 'y') => Range): void =>
    onZoom({ x: rangeIn(whole.x, next('x')), y: rangeIn(whole.y, next('y')) });
  const zoomKeys = (event: KeyboardEvent): boolean => {
    const next = nextRange(event, whole, drawn, point);
    if (next) change(next);
    else if (event.key === '0') onZoom({});
    else return false;
    return true;
  };
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!zoomKeys(event)) {
      if (step !== undefined) onPoint(points[Math.max(0, Math.min(points.length - 1, at + step))]!.run.id);
      else if ((event.key === 'Enter' || event.key === ' ') && point) onChoose(point.run);
      else return;
    }
    event.preventDefault();
  };
  const drag = useDrag((box) => change((name) => rangeOf(box, drawn, name)));
  return (
    <div
      className="runs-plot"
      ref={box}
      tabIndex={0}
      role="group"
      aria-label={label}
      onKeyDown={press}
      onBlur={() => onPoint(null)}
    >
      {size.width > 0 && size.height > 0 && (
        <svg width={size.width} height={size.height} aria-hidden {...drag.handlers} onDoubleClick={() => onZoom({})}>
          <Grid drawn={drawn} axis={axis} size={size} />
          {float !== null && <FloatLine drawn={drawn} float={float} />}
          <svg {...inside(drawn)}>
            <path d={frontOf(points, drawn)} className="runs-front" />
            <Points {...{ points, drawn, onPoint, onChoose }} marked={pointed ?? chosen} />
          </svg>
          {drag.box ? <Selection box={drag.box} /> : null}
        </svg>
      )}
    </div>
  );
}

/** The ranges that a key leads to; null for a key that changes none. `point`: the run around which it zooms. */
function nextRange(
  { key, shiftKey }: KeyboardEvent,
  whole: Axes,
  drawn: Drawn,
  point: RunPoint | undefined,
): ((name: 'x' | 'y') => Range) | null {
  const side = shiftKey ? SIDES[key] : undefined;
  const shown = (name: 'x' | 'y'): Range => drawn[name].axis.range;
  if (side) return (name) => (name === side[0] ? moved(whole[name], shown(name), side[1]) : shown(name));
  const factor = { '+': 0.5, '=': 0.5, '-': 2 }[key];
  if (factor === undefined) return null;
  return (name) => {
    const value = point?.[name === 'x' ? 'cost' : 'quality'];
    return scaled(whole[name], shown(name), value ?? drawn[name].scale.value(middleOf(drawn, name)), factor);
  };
}

/** The range of an axis that a drag covers. */
function rangeOf({ left, right, top, bottom }: Box, drawn: Drawn, name: 'x' | 'y'): Range {
  const ends = (name === 'x' ? [left, right] : [top, bottom]).map((px) => drawn[name].scale.value(px));
  return [Math.min(...ends), Math.max(...ends)];
}

/** Hook: a drag over the drawing. `box` is null while it is so short that it may be a click. */
function useDrag(onEnd: (box: Box) => void) {
  const [drag, setDrag] = useState<Box | null>(null);
  const placeOf = (event: PointerEvent): readonly [number, number] => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const isLong = drag !== null && Math.max(Math.abs(drag.right - drag.left), Math.abs(drag.bottom - drag.top)) >= LEAST_DRAG;
  return {
    box: isLong ? drag : null,
    handlers: {
      onPointerDown: (event: PointerEvent): void => {
        const [x, y] = placeOf(event);
        if (event.button === 0) setDrag({ left: x, top: y, right: x, bottom: y });
      },
      onPointerMove: (event: PointerEvent): void => {
        const [right, bottom] = placeOf(event);
        if (drag) setDrag({ ...drag, right, bottom });
      },
      onPointerUp: (): void => {
        if (drag && isLong) onEnd(drag);
        setDrag(null);
      },
      onPointerLeave: (): void => setDrag(null),
    },
  };
}

const Selection = ({ box: { left, right, top, bottom } }: { readonly box: Box }): ReactElement => (
  <rect
    className="chart-selection"
    x={Math.min(left, right)}
    y={Math.min(top, bottom)}
    width={Math.abs(right - left)}
    height={Math.abs(bottom - top)}
  />
);

interface PointListProps extends Pick<ParetoPlotProps, 'onPoint' | 'onChoose'> {
  readonly points: readonly RunPoint[];
  readonly drawn: Drawn;
  readonly marked: number | null;
}

const Points = ({ points, drawn, marked, onPoint, onChoose }: PointListProps): ReactElement => (
  <>
    {points.map((point) => (
      <g
        key={point.run.id}
        className="runs-point"
        transform={`translate(${drawn.x.scale.at(point.cost)} ${drawn.y.scale.at(point.quality)})`}
        onPointerEnter={() => onPoint(point.run.id)}
        onPointerLeave={() => onPoint(null)}
        onClick={() => onChoose(point.run)}
      >
        <Point point={point} y={drawn.y.scale} isMarked={point.run.id === marked} />
      </g>
    ))}
  </>
);

interface Axes {
  readonly x: Axis;
  readonly y: Axis;
}

interface DrawnAxis {
  /** With the range that is shown. */
  readonly axis: Axis;
  readonly scale: Scale;
  readonly ticks: readonly number[];
}

interface Drawn {
  readonly x: DrawnAxis;
  readonly y: DrawnAxis;
  readonly right: number;
  readonly bottom: number;
}

const TICKS = 6;

const axesOf = (points: readonly RunPoint[], float: number | null, energy: string): Axes => ({
  x: costAxis(
    points.map(({ cost }) => cost),
    energy,
  ),
  y: qualityAxis([...points.flatMap(({ interval }) => [interval.low, interval.high]), ...(float === null ? [] : [float])]),
});

function drawnIn(whole: Axes, zoom: ParetoZoom, { width, height }: Size): Drawn {
  const [right, bottom] = [width - MARGIN.right, height - MARGIN.bottom];
  const drawn = (name: 'x' | 'y', from: number, to: number): DrawnAxis => {
    const axis = { ...whole[name], range: zoom[name] ?? whole[name].range };
    return { axis, scale: scaleOf(axis, from, to), ticks: ticksOf(axis, TICKS) };
  };
  return { x: drawn('x', MARGIN.left, right), y: drawn('y', bottom, MARGIN.top), right, bottom };
}

const middleOf = ({ right, bottom }: Drawn, name: 'x' | 'y'): number =>
  name === 'x' ? (MARGIN.left + right) / 2 : (MARGIN.top + bottom) / 2;

/** The area of the points, with room for marks at its edge: what lies outside of a zoomed part is cut off. */
function inside({ right, bottom }: Drawn) {
  const [x, y] = [MARGIN.left - MARGIN.top, 0];
  const [width, height] = [right - x + MARGIN.top, bottom + MARGIN.top];
  return { x, y, width, height, viewBox: `${x} ${y} ${width} ${height}`, overflow: 'hidden' };
}

const frontOf = (points: readonly RunPoint[], { x, y }: Drawn): string =>
  points
    .filter(({ isOnFront }) => isOnFront)
    .map(({ cost, quality }, i) => `${i === 0 ? 'M' : 'L'}${x.scale.at(cost)} ${y.scale.at(quality)}`)
    .join('');

interface GridProps {
  readonly drawn: Drawn;
  readonly axis: string;
  readonly size: Size;
}

const Grid = ({ drawn: { x, y, right, bottom }, axis, size }: GridProps): ReactElement => (
  <>
    {y.ticks.map((tick) => (
      <g key={tick}>
        <path d={`M${MARGIN.left} ${y.scale.at(tick)}H${right}`} className="runs-grid" />
        <text x={MARGIN.left - 6} y={y.scale.at(tick) + 4} textAnchor="end" className="runs-tick">
          {y.axis.format(tick)}
        </text>
      </g>
    ))}
    {x.ticks.map((tick) => (
      <g key={tick}>
        <path d={`M${x.scale.at(tick)} ${MARGIN.top}V${bottom}`} className="runs-grid" />
        <text x={x.scale.at(tick)} y={bottom + 14} textAnchor="middle" className="runs-tick">
          {x.axis.format(tick)}
        </text>
      </g>
    ))}
    <text x={(MARGIN.left + right) / 2} y={size.height - 4} textAnchor="middle" className="runs-tick">
      {axis}
    </text>
  </>
);

const FloatLine = ({ drawn: { y, right }, float }: { readonly drawn: Drawn; readonly float: number }): ReactElement => (
  <>
    <path d={`M${MARGIN.left} ${y.scale.at(float)}H${right}`} className="runs-float" />
    <text x={right} y={y.scale.at(float) - 4} textAnchor="end" className="runs-tick runs-halo">
      {texts.floatLine}
    </text>
  </>
);

interface PointProps {
  readonly point: RunPoint;
  readonly y: Scale;
  readonly isMarked: boolean;
}

function Point({ point: { run, quality, interval }, y, isMarked }: PointProps): ReactElement {
  const mark = runMark(run.id);
  const fill = colour(mark.colour);
  const from = y.at(quality);
  return (
    <>
      <path d={`M0 ${y.at(interval.low) - from}V${y.at(interval.high) - from}`} stroke={fill} strokeWidth={1} />
      {/* Takes the pointer around the mark too. */}
      <circle r={10} fill="transparent" />
      {isMarked && <circle r={9} className="runs-ring" />}
      <path d={shapePath(mark.shape, 5)} fill={fill} />
    </>
  );
}
