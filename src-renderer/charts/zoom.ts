/** Which part of the axes of a plot is shown. */
import type { Axis, Plot } from '../../src-shared/charts/index.ts';

/** A range of values. */
export type Range = readonly [low: number, high: number];

/** The shown ranges of the axes; an axis without one shows all. */
export interface Zoom {
  readonly x?: Range | undefined;
  readonly y?: Range | undefined;
}

/** The axes that zoom: those along which values lie beside each other. */
export function zoomAxes({ marks }: Plot): readonly ('x' | 'y')[] {
  if (marks.some(({ kind }) => kind === 'points' || kind === 'cells')) return ['x', 'y'];
  return marks.some((mark) => mark.kind === 'bars' && mark.along === 'y') ? ['y'] : ['x'];
}

/** The plot with the shown ranges. */
export const zoomed = (plot: Plot, { x, y }: Zoom): Plot => ({
  ...plot,
  x: x ? { ...plot.x, range: x } : plot.x,
  y: y ? { ...plot.y, range: y } : plot.y,
});

/** Smallest part of an axis that is shown: two bands or whole numbers, otherwise a thousandth. */
const least = ({ scale, whole, range: [low, high] }: Axis): number =>
  Math.min(high - low, whole || scale === 'band' ? 2 : (high - low) / 1000);

/** A range inside an axis, not smaller than it may be; undefined for all of the axis. */
export function rangeIn(axis: Axis, [from, to]: Range): Range | undefined {
  const [low, high] = axis.range;
  if (axis.scale === 'log') {
    const ends: Range = [Math.max(low, from), Math.min(high, to)];
    return ends[0] <= low && ends[1] >= high ? undefined : ends;
  }
  const size = Math.min(high - low, Math.max(least(axis), to - from));
  const start = Math.min(high - size, Math.max(low, (from + to - size) / 2));
  return size >= high - low ? undefined : [start, start + size];
}

/** A range by a factor smaller (below 1) or larger around a value. */
export function scaled({ scale }: Axis, [low, high]: Range, around: number, factor: number): Range {
  if (scale !== 'log') return [around + (low - around) * factor, around + (high - around) * factor];
  return [around * (low / around) ** factor, around * (high / around) ** factor];
}

/** A range moved by a share of its size. */
export function moved({ scale }: Axis, [low, high]: Range, share: number): Range {
  if (scale !== 'log') return [low + (high - low) * share, high + (high - low) * share];
  const factor = (high / low) ** share;
  return [low * factor, high * factor];
}

/** Cells of a map or matrix become at most this many times as large. */
export const CLOSEST = 8;

const CELL_KEYS: Readonly<Record<string, (closer: number) => number>> = {
  '+': (closer) => 2 * closer,
  '=': (closer) => 2 * closer,
  '-': (closer) => closer / 2,
  '0': () => 1,
};

/** The size of the cells of a map or matrix after a key, as a multiple of their first size. `closer`: the size before it. Undefined for any other key. */
export function closerBy(key: string, closer: number): number | undefined {
  const size = CELL_KEYS[key]?.(closer);
  return size === undefined ? undefined : Math.min(CLOSEST, Math.max(1, size));
}
