/** The drawing of quality over energy: a grid, the float network's line, the Pareto front, and a mark with its interval for each run. */
import type { KeyboardEvent, ReactElement } from 'react';
import type { RunSummary } from '../../../src-shared/contract/index.ts';
import { runMark, shapePath } from '../../../src-shared/theme/run-mark.ts';
import { colour } from '../../../src-shared/theme/tokens.ts';
import { runsTexts as texts } from '../../texts/runs.ts';
import { percent } from '../../ui/format.ts';
import { type Size, useSize } from '../../ui/use-size.ts';
import { type Axis, costAxis, linearAxis, type RunPoint, type RunPoints } from './pareto-points.ts';

const MARGIN = { left: 52, right: 16, top: 8, bottom: 34 };

export interface ParetoPlotProps {
  readonly found: RunPoints;
  readonly label: string;
  readonly axis: string;
  readonly chosen: number | null;
  readonly pointed: number | null;
  readonly onPoint: (run: number | null) => void;
  readonly onChoose: (run: RunSummary) => void;
}

export function ParetoPlot({
  found: { what, points },
  label,
  axis,
  chosen,
  pointed,
  onPoint,
  onChoose,
}: ParetoPlotProps): ReactElement {
  const [box, size] = useSize<HTMLDivElement>();
  const at = points.findIndex(({ run }) => run.id === (pointed ?? chosen));
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (step !== undefined) onPoint(points[Math.max(0, Math.min(points.length - 1, at + step))]!.run.id);
    else if ((event.key === 'Enter' || event.key === ' ') && points[at]) onChoose(points[at].run);
    else return;
    event.preventDefault();
  };
  const floats = new Set(points.map(({ run }) => run.outline?.annAccuracy ?? null));
  const float = what === 'accuracy' && floats.size === 1 ? [...floats][0]! : null;
  const drawn = axesOf(points, float, size);
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
        <svg width={size.width} height={size.height} aria-hidden>
          <Grid drawn={drawn} axis={axis} size={size} />
          {float !== null && <FloatLine drawn={drawn} float={float} />}
          <path d={frontOf(points, drawn)} className="runs-front" />
          {points.map((point) => (
            <g
              key={point.run.id}
              className="runs-point"
              transform={`translate(${drawn.x.at(point.cost)} ${drawn.y.at(point.quality)})`}
              onPointerEnter={() => onPoint(point.run.id)}
              onPointerLeave={() => onPoint(null)}
              onClick={() => onChoose(point.run)}
            >
              <Point point={point} y={drawn.y} isMarked={point.run.id === (pointed ?? chosen)} />
            </g>
          ))}
        </svg>
      )}
    </div>
  );
}

interface Drawn {
  readonly x: Axis;
  readonly y: Axis;
  readonly right: number;
  readonly bottom: number;
}

function axesOf(points: readonly RunPoint[], float: number | null, { width, height }: Size): Drawn {
  const [right, bottom] = [width - MARGIN.right, height - MARGIN.bottom];
  const costs = points.map(({ cost }) => cost);
  const shown = [...points.flatMap(({ interval }) => [interval.low, interval.high]), ...(float === null ? [] : [float])];
  return {
    x: costAxis(costs, MARGIN.left, right),
    y: linearAxis(Math.min(...shown) - 0.01, Math.min(1, Math.max(...shown) + 0.01), bottom, MARGIN.top),
    right,
    bottom,
  };
}

const frontOf = (points: readonly RunPoint[], { x, y }: Drawn): string =>
  points
    .filter(({ isOnFront }) => isOnFront)
    .map(({ cost, quality }, i) => `${i === 0 ? 'M' : 'L'}${x.at(cost)} ${y.at(quality)}`)
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
        <path d={`M${MARGIN.left} ${y.at(tick)}H${right}`} className="runs-grid" />
        <text x={MARGIN.left - 6} y={y.at(tick) + 4} textAnchor="end" className="runs-tick">
          {percent(tick, Number.isInteger(Math.round(1e6 * tick) / 1e4) ? 0 : 1)}
        </text>
      </g>
    ))}
    {x.ticks.map((tick) => (
      <g key={tick}>
        <path d={`M${x.at(tick)} ${MARGIN.top}V${bottom}`} className="runs-grid" />
        <text x={x.at(tick)} y={bottom + 14} textAnchor="middle" className="runs-tick">
          {tick}
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
    <path d={`M${MARGIN.left} ${y.at(float)}H${right}`} className="runs-float" />
    <text x={right} y={y.at(float) - 4} textAnchor="end" className="runs-tick runs-halo">
      {texts.floatLine}
    </text>
  </>
);

interface PointProps {
  readonly point: RunPoint;
  readonly y: Axis;
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
