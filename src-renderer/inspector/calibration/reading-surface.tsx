/**
 * Reads and zooms the drawing of a threshold along its axis of inputs, with the pointer and the keys of every chart (`PlotSurface`): this
 * drawing has two areas over one axis, and a line that can be moved.
 */
import { type KeyboardEvent, type PointerEvent, type ReactElement, useState } from 'react';
import type { Axis } from '../../../src-shared/charts/index.ts';
import { moved, type Range, rangeIn, scaled } from '../../charts/index.ts';
import { chartTexts } from '../../texts/charts.ts';
import type { ChartPlace } from './threshold-chart.tsx';

export interface ReadingSurfaceProps {
  readonly title: string;
  readonly place: ChartPlace;
  /** All of the axis, and the part of it that is shown. */
  readonly axis: Axis;
  readonly range: Range;
  /** The input that is read, or null. */
  readonly spot: number | null;
  readonly onSpot: (spot: number | null, byKey: boolean) => void;
  readonly onZoom: (range: Range | undefined) => void;
}

/** Inputs that the arrow keys step through. */
const STOPS = 40;
/** A drag shorter than this, in px, is a click. */
const LEAST_DRAG = 5;
const SIDES: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

export function ReadingSurface(props: ReadingSurfaceProps): ReactElement {
  const { title, place, axis, range, spot, onSpot, onZoom } = props;
  const { left, right, top, bottom, x, value } = place;
  const [drag, setDrag] = useState<readonly [from: number, to: number] | null>(null);
  const inside = (at: number): number => Math.min(range[1], Math.max(range[0], at));
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const side = SIDES[event.key];
    const middle = spot ?? (range[0] + range[1]) / 2;
    if (side !== undefined && event.shiftKey) onZoom(rangeIn(axis, moved(axis, range, side / 4)));
    else if (side !== undefined) onSpot(inside(spot === null ? middle : spot + (side * (range[1] - range[0])) / STOPS), true);
    else if (event.key === '+' || event.key === '=') onZoom(rangeIn(axis, scaled(axis, range, middle, 0.5)));
    else if (event.key === '-') onZoom(rangeIn(axis, scaled(axis, range, middle, 2)));
    else if (event.key === '0') onZoom(undefined);
    else if (event.key === 'Escape' && spot !== null) onSpot(null, true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const at = ({ currentTarget, clientX }: PointerEvent<SVGGElement>): number =>
    inside(value(clientX - currentTarget.ownerSVGElement!.getBoundingClientRect().left));
  const isLong = drag !== null && Math.abs(x(drag[0]) - x(drag[1])) >= LEAST_DRAG;
  const ends = drag ? ([Math.min(...drag), Math.max(...drag)] as const) : range;
  return (
    <g
      className="inspector-reading"
      role="application"
      tabIndex={0}
      aria-label={chartTexts.plotName(title)}
      aria-roledescription={chartTexts.chart}
      onKeyDown={press}
      onBlur={() => onSpot(null, false)}
      onPointerDown={(event) => {
        if (event.button === 0) setDrag([at(event), at(event)]);
      }}
      onPointerMove={(event) => {
        const to = at(event);
        if (drag) setDrag([drag[0], to]);
        onSpot(to, false);
      }}
      onPointerUp={() => {
        if (isLong) onZoom(rangeIn(axis, ends));
        setDrag(null);
      }}
      onPointerLeave={() => {
        setDrag(null);
        onSpot(null, false);
      }}
      onDoubleClick={() => onZoom(undefined)}
    >
      <rect x={left} y={top} width={right - left} height={bottom - top} />
      {spot === null ? null : <line x1={x(spot)} x2={x(spot)} y1={top} y2={bottom} />}
      {isLong ? (
        <rect className="chart-selection" x={x(ends[0])} y={top} width={x(ends[1]) - x(ends[0])} height={bottom - top} />
      ) : null}
    </g>
  );
}
