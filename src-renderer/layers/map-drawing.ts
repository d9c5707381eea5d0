/** The drawing of a heat-map: where cells stand, and one path for all cells of a colour, so that a large map is a few elements. */
import type { LayerMap, MapFigure } from '../../src-shared/results/index.ts';
import { HEAT_STEPS, heatStep } from '../../src-shared/theme/heat.ts';

/** Figures whose values differ by orders of magnitude. */
const LOGARITHMIC: ReadonlySet<MapFigure> = new Set<MapFigure>(['conversion-error', 'clipped', 'energy']);
/** A logarithmic scale spans this much at most: one tiny value would leave all others a single colour. */
const WIDEST = 1e4;
/** Values this close to each other are shown on a linear scale even so. */
const NARROW = 4;

/** Values at the ends of the colour scale. */
export interface MapScale {
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
}

/** The scale of a map: from its smallest value above 0 to its largest if it is logarithmic, otherwise from 0. */
export function mapScale({ figure, rows, most }: LayerMap): MapScale {
  const least = rows.reduce((low, { values }) => values.reduce((a, b) => (b > 0 && b < a ? b : a), low), Infinity);
  const low = Math.max(least, most / WIDEST);
  return LOGARITHMIC.has(figure) && most > NARROW * low ? { low, high: most, log: true } : { low: 0, high: most, log: false };
}

/** Place of a value on the scale, 0…1; 0 for what lies below it. */
export function placeOf(value: number, { low, high, log }: MapScale): number {
  if (high <= low || value <= low) return 0;
  const place = log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.min(1, place);
}

/** Sizes of a map in px: names on the left, steps above, cells in the rest. */
export interface MapGeometry {
  readonly left: number;
  readonly top: number;
  readonly cell: number;
  readonly row: number;
  readonly width: number;
  readonly height: number;
}

const LEAST_ROW = 13;
const MOST_ROW = 22;
const TOP = 16;

/** Fits a map of `rows` × `steps` into a place. Rows are never lower than their names, so that a map may be higher than its place. */
export function mapGeometry(
  rows: number,
  steps: number,
  place: { readonly width: number; readonly height: number },
): MapGeometry {
  const left = Math.min(168, Math.floor(place.width / 3));
  const cell = Math.max(1, (place.width - left) / Math.max(1, steps));
  const row = Math.min(MOST_ROW, Math.max(LEAST_ROW, Math.floor((place.height - TOP - 1) / Math.max(1, rows))));
  return { left, top: TOP, cell, row, width: place.width, height: TOP + rows * row };
}

/** The same map with cells that are `closer` times as large. Names keep their size. */
export function enlarged(geometry: MapGeometry, rows: number, steps: number, closer: number): MapGeometry {
  const { left, top } = geometry;
  const [cell, row] = [geometry.cell * closer, geometry.row * closer];
  return { left, top, cell, row, width: left + steps * cell, height: top + rows * row };
}

/** The outline of all cells of each colour step, as the `d` of an SVG path. */
export function cellPaths({ rows }: LayerMap, scale: MapScale, { left, top, cell, row }: MapGeometry): string[] {
  const paths = Array.from({ length: HEAT_STEPS }, () => [] as string[]);
  // A line of the ground between rows and, where there is room, between steps.
  const [width, height] = [(cell >= 6 ? cell - 1 : cell).toFixed(2), row - 1];
  rows.forEach(({ values }, r) =>
    values.forEach((value, t) => {
      paths[heatStep(placeOf(value, scale))]!.push(
        `M${(left + t * cell).toFixed(2)} ${top + r * row}h${width}v${height}h-${width}z`,
      );
    }),
  );
  return paths.map((parts) => parts.join(''));
}

/** A cell by its row and its step, both from 0. */
export interface MapCell {
  readonly row: number;
  readonly step: number;
}

/** The cell at a point of the drawing; its row alone, at the last step, beside the cells; null outside of the rows. */
export function cellAt({ rows, steps }: LayerMap, { left, top, cell, row }: MapGeometry, x: number, y: number): MapCell | null {
  const r = Math.floor((y - top) / row);
  if (r < 0 || r >= rows.length) return null;
  const t = Math.floor((x - left) / cell);
  return { row: r, step: t < 0 ? steps - 1 : Math.min(steps - 1, t) };
}

/** The cell that a key leads to; null for other keys. */
export function cellAfter(key: string, { row, step }: MapCell, { rows, steps }: LayerMap): MapCell | null {
  const to = (r: number, t: number): MapCell => ({
    row: Math.min(rows.length - 1, Math.max(0, r)),
    step: Math.min(steps - 1, Math.max(0, t)),
  });
  switch (key) {
    case 'ArrowUp':
      return to(row - 1, step);
    case 'ArrowDown':
      return to(row + 1, step);
    case 'ArrowLeft':
      return to(row, step - 1);
    case 'ArrowRight':
      return to(row, step + 1);
    case 'PageUp':
      return to(row - PAGE, step);
    case 'PageDown':
      return to(row + PAGE, step);
    case 'Home':
      return to(row, 0);
    case 'End':
      return to(row, steps - 1);
    default:
      return null;
  }
}
const PAGE = 10;

/** Steps, from 0, that have a number above the map: far enough apart for it, the last one always among them. */
export function numberedSteps(steps: number, cell: number): number[] {
  const every = Math.ceil(22 / cell);
  return Array.from({ length: steps }, (_, t) => t).filter((t) => (steps - 1 - t) % every === 0);
}

/** A name shortened to a width in px; the end stays, which tells layers of one module apart. */
export function shortName(name: string, width: number): string {
  const most = Math.max(3, Math.floor(width / 6.1));
  return name.length <= most ? name : `…${name.slice(1 - most)}`;
}
