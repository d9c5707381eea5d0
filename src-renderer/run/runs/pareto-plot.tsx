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
  const [drag, setDrag] = useState<Box | null>(null);
  const floats = new Set(points.map(({ run }) => run.outline?.annAccuracy ?? null));
  const float = what === 'accuracy' && floats.size === 1 ? [...floats][0]! : null;
  const whole = axesOf(points, float, axis);
  const drawn = drawnIn(whole, zoom, size);
  const change = (next: (axis: 'x' | 'y') => Range): void =>
    onZoom({ x: rangeIn(whole.x, next('x')), y: rangeIn(whole.y, next('y')) });
  const closer = (factor: number): void =>
    change((name) => {
      const { range } = drawn[name].axis;
      const value = points[at]?.[name === 'x' ? 'cost' : 'quality'];
      return scaled(whole[name], range, value ?? drawn[name].scale.value(middleOf(drawn, name)), factor);
    });
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const side = SIDES[event.key];
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (side && event.shiftKey)
      change((name) => (name === side[0] ? moved(whole[name], drawn[name].axis.range, side[1]) : drawn[name].axis.range));
    else if (step !== undefined) onPoint(points[Math.max(0, Math.min(points.length - 1, at + step))]!.run.id);
    else if ((event.key === 'Enter' || event.key === ' ') && points[at]) onChoose(points[at].run);
    else if (event.key === '+' || event.key === '=') closer(0.5);
    else if (event.key === '-') closer(2);
    else if (event.key === '0') onZoom({});
    else return;
    event.preventDefault();
  };
  const placeOf = (event: PointerEvent): readonly [number, number] => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const isLong = drag !== null && Math.max(Math.abs(drag.right - drag.left), Math.abs(drag.bottom - drag.top)) >= LEAST_DRAG;
  const release = (): void => {
    if (drag && isLong) {
      const along = (name: 'x' | 'y', from: number, to: number): Range => {
        const ends = [from, to].map((px) => drawn[name].scale.value(px));
        return [Math.min(...ends), Math.max(...ends)];
      };
      change((name) => (name === 'x' ? along('x', drag.left, drag.right) : along('y', drag.top, drag.bottom)));
    }
    setDrag(null);
  };
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
        <svg
          width={size.width}
          height={size.height}
          aria-hidden
          onPointerDown={(event) => {
            const [x, y] = placeOf(event);
            if (event.button === 0) setDrag({ left: x, top: y, right: x, bottom: y });
          }}
          onPointerMove={(event) => {
            const [right, bottom] = placeOf(event);
            if (drag) setDrag({ ...drag, right, bottom });
          }}
          onPointerUp={release}
          onPointerLeave={() => setDrag(null)}
          onDoubleClick={() => onZoom({})}
        >
          <Grid drawn={drawn} axis={axis} size={size} />
          {float !== null && <FloatLine drawn={drawn} float={float} />}
          <svg {...inside(drawn)}>
            <path d={frontOf(points, drawn)} className="runs-front" />
            {points.map((point) => (
              <g
                key={point.run.id}
                className="runs-point"
                transform={`translate(${drawn.x.scale.at(point.cost)} ${drawn.y.scale.at(point.quality)})`}
                onPointerEnter={() => onPoint(point.run.id)}
                onPointerLeave={() => onPoint(null)}
                onClick={() => onChoose(point.run)}
              >
                <Point point={point} y={drawn.y.scale} isMarked={point.run.id === (pointed ?? chosen)} />
              </g>
            ))}
          </svg>
          {drag && isLong ? (
            <rect
              className="chart-selection"
              x={Math.min(drag.left, drag.right)}
              y={Math.min(drag.top, drag.bottom)}
              width={Math.abs(drag.right - drag.left)}
              height={Math.abs(drag.bottom - drag.top)}
            />
          ) : null}
        </svg>
      )}
    </div>
  );
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

const axesOf = (points: readonly RunPoint[], float: number | null, energy: string): { readonly x: Axis; readonly y: Axis } => ({
  x: costAxis(
    points.map(({ cost }) => cost),
    energy,
  ),
  y: qualityAxis([...points.flatMap(({ interval }) => [interval.low, interval.high]), ...(float === null ? [] : [float])]),
});

function drawnIn(whole: { readonly x: Axis; readonly y: Axis }, zoom: ParetoZoom, { width, height }: Size): Drawn {
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
