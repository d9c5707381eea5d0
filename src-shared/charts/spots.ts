/** The values of a plot that the pointer or the arrow keys come to: where they are, which is next, and what they say. */
import type { Drawing } from './draw.ts';
import type { Axis, Mark, Plot } from './plot.ts';

/** One value of a plot: the mark, and the value's place in it. */
export interface Spot {
  readonly mark: number;
  readonly index: number;
}

/** Where an arrow key leads. */
export type Direction = 'left' | 'right' | 'up' | 'down';

interface Entry {
  readonly index: number;
  /** In units of the axes. */
  readonly x: number;
  readonly y: number;
}

/** The values of a mark that can be read; none of a reference. Cells are found by counting. */
function entriesOf(mark: Mark): readonly Entry[] {
  if (mark.kind === 'line') {
    if (mark.reference) return [];
    return mark.y.flatMap((y, index) => (y === null ? [] : [{ index, x: mark.x[index]!, y }]));
  }
  if (mark.kind === 'points') return mark.points.map(({ x, y }, index) => ({ index, x, y }));
  if (mark.kind === 'cells') return [];
  return mark.bars.map(({ start, end, from, to }, index) => {
    const [base, value] = [(start + end) / 2, (from + to) / 2];
    return mark.along === 'x' ? { index, x: base, y: value } : { index, x: value, y: base };
  });
}

/** The place of a value in units of the axes; null if it is not there. */
export function placeOf({ marks }: Plot, { mark, index }: Spot): { readonly x: number; readonly y: number } | null {
  const one = marks[mark];
  if (!one) return null;
  if (one.kind === 'cells') return { x: index % one.columns, y: Math.floor(index / one.columns) };
  return entriesOf(one).find((entry) => entry.index === index) ?? null;
}

/** The value that the pointer at a place in px reads; null outside of the area, and if there is none. */
export function spotAt(plot: Plot, { area, x, y }: Drawing, left: number, top: number): Spot | null {
  if (left < area.left || left > area.left + area.width || top < area.top || top > area.top + area.height) return null;
  // Points may lie anywhere, lines and bars have one value for each place along their axis.
  const byX = plot.marks.some(
    (mark) => (mark.kind === 'line' && !mark.reference) || (mark.kind === 'bars' && mark.along === 'x'),
  );
  const byY = plot.marks.some((mark) => mark.kind === 'bars' && mark.along === 'y');
  let best: Spot | null = null;
  let least = Infinity;
  for (const [number, mark] of plot.marks.entries()) {
    if (mark.kind === 'cells') {
      const [column, row] = [Math.round(x.value(left)), Math.round(y.value(top))];
      const isInside = column >= 0 && column < mark.columns && row >= 0 && row < mark.rows;
      return isInside ? { mark: number, index: row * mark.columns + column } : null;
    }
    for (const entry of entriesOf(mark)) {
      const [dx, dy] = [Math.abs(x.at(entry.x) - left), Math.abs(y.at(entry.y) - top)];
      // A tenth of a px in the first direction counts more than the whole other direction.
      const distance = byX ? dx * 1e5 + dy : byY ? dy * 1e5 + dx : dx ** 2 + dy ** 2;
      if (distance < least) [least, best] = [distance, { mark: number, index: entry.index }];
    }
  }
  return best;
}

/** The first value that the keys come to; null for a plot without values. */
export function firstSpot({ marks }: Plot): Spot | null {
  const mark = marks.findIndex((one) => (one.kind === 'cells' ? one.rows * one.columns > 0 : entriesOf(one).length > 0));
  if (mark < 0) return null;
  const one = marks[mark]!;
  return { mark, index: one.kind === 'cells' ? 0 : entriesOf(one)[0]!.index };
}

/** The value beside another: along the axis the next of the same mark, across it the same place of the next mark. Itself at an end. */
export function spotBeside(plot: Plot, spot: Spot, direction: Direction): Spot {
  const mark = plot.marks[spot.mark];
  if (!mark) return spot;
  const forward = direction === 'right' || direction === 'down';
  if (mark.kind === 'cells') return besideCell(mark, spot, direction);
  const isAlong = (mark.kind === 'bars' && mark.along === 'y') === (direction === 'up' || direction === 'down');
  if (isAlong) return along(mark, spot, forward);
  return across(plot, spot, mark.kind === 'bars' ? forward : direction === 'up');
}

function besideCell({ rows, columns }: { rows: number; columns: number }, { mark, index }: Spot, direction: Direction): Spot {
  const [row, column] = [Math.floor(index / columns), index % columns];
  const inside = (value: number, count: number): number => Math.min(count - 1, Math.max(0, value));
  const step = direction === 'right' || direction === 'down' ? 1 : -1;
  if (direction === 'left' || direction === 'right') return { mark, index: row * columns + inside(column + step, columns) };
  return { mark, index: inside(row + step, rows) * columns + column };
}

function along(mark: Mark, spot: Spot, forward: boolean): Spot {
  const isDown = mark.kind === 'bars' && mark.along === 'y';
  const entries = entriesOf(mark).toSorted((a, b) => (isDown ? a.y - b.y : a.x - b.x));
  const at = entries.findIndex(({ index }) => index === spot.index);
  const next = entries[at + (forward ? 1 : -1)];
  return next ? { mark: spot.mark, index: next.index } : spot;
}

/** To the next higher value of another mark at about the same place, or to the next lower one. Stacked bars: to the next part. */
function across(plot: Plot, spot: Spot, up: boolean): Spot {
  const here = placeOf(plot, spot);
  if (!here) return spot;
  const own = plot.marks[spot.mark]!;
  const isDown = own.kind === 'bars' && own.along === 'y';
  const value = ({ x, y }: { readonly x: number; readonly y: number }): number => (isDown ? x : y);
  const base = ({ x, y }: { readonly x: number; readonly y: number }): number => (isDown ? y : x);
  const others = plot.marks.flatMap((mark, number) => {
    const entries = number === spot.mark ? [] : entriesOf(mark);
    const nearest = entries.reduce<Entry | null>(
      (best, one) => (best && Math.abs(base(best) - base(here)) <= Math.abs(base(one) - base(here)) ? best : one),
      null,
    );
    return nearest ? [{ spot: { mark: number, index: nearest.index }, value: value(nearest) }] : [];
  });
  // Marks with the same value come one after the other.
  const order = (one: { readonly value: number; readonly spot: Spot }): readonly [number, number] => [one.value, one.spot.mark];
  const after = (a: readonly [number, number], b: readonly [number, number]): boolean =>
    a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
  const mine = [value(here), spot.mark] as const;
  const candidates = others
    .filter((one) => (up ? after(order(one), mine) : after(mine, order(one))))
    .toSorted((a, b) => (after(order(a), order(b)) === up ? 1 : -1));
  return candidates[0]?.spot ?? spot;
}

const named = ({ scale, names, format }: Axis, value: number): string =>
  scale === 'band' ? (names?.[Math.round(value)] ?? '') : format(value);

/** What a value says: `spiking, time steps 4: 80.5 % (77.9–82.9 %)`. Empty if it is not there. */
export function spotWords(plot: Plot, { mark: number, index }: Spot): string {
  const mark = plot.marks[number];
  const place = placeOf(plot, { mark: number, index });
  if (!mark || !place) return '';
  const { x, y } = plot;
  const label = (axis: Axis): string => (axis.label === '' ? '' : `${axis.label} `);
  if (mark.kind === 'cells') {
    const value = mark.values[index]!;
    return `${named(y, place.y)}, ${label(x)}${named(x, place.x)}: ${Number.isNaN(value) ? '–' : mark.format(value)}`;
  }
  if (mark.kind === 'line') {
    const band = mark.band?.[index];
    const range = band ? ` (${y.format(band.low)} – ${y.format(band.high)})` : '';
    return `${mark.name}, ${label(x)}${named(x, place.x)}: ${y.format(place.y)}${range}`;
  }
  if (mark.kind === 'points') {
    const point = mark.points[index]!;
    const range = point.yInterval ? ` (${y.format(point.yInterval.low)} – ${y.format(point.yInterval.high)})` : '';
    return `${point.name === '' ? mark.name : point.name}: ${label(x)}${x.format(point.x)}, ${label(y)}${y.format(point.y)}${range}`;
  }
  const { start, end, from, to } = mark.bars[index]!;
  const [base, values] = mark.along === 'x' ? [x, y] : [y, x];
  const where = base.scale === 'band' ? named(base, (start + end) / 2) : `${base.format(start)} – ${base.format(end)}`;
  return `${where}, ${mark.name}: ${values.format(to - from)}`;
}
