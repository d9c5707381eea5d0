/** Parts of the canvas that no bar, legend or map covers: room for a node that a person wants to see. */
import type { Rect } from './view-store.ts';

/** Elements that lie above the drawing. */
const FLOATING = '.graph-find, .graph-legend, .graph-minimap';

/** Floating elements as rectangles in px of the canvas. None outside a page. */
export function obstaclesNow(): Rect[] {
  const canvas = document.querySelector('.graph-canvas')?.getBoundingClientRect();
  if (!canvas) return [];
  return [...document.querySelectorAll(FLOATING)].flatMap((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 ? [{ x: x - canvas.x, y: y - canvas.y, width, height }] : [];
  });
}

export const overlaps = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/**
 * The largest rectangles of an area that no obstacle reaches into; some lie inside others. The area itself if there is nothing else:
 * obstacles that cover all of it hide everything anyhow.
 */
export function clearAreas(area: Rect, obstacles: readonly Rect[]): Rect[] {
  const near = obstacles.filter((one) => overlaps(one, area));
  const right = area.x + area.width;
  const bottom = area.y + area.height;
  const lefts = [area.x, ...near.map(({ x, width }) => x + width)].filter((x) => x < right);
  const rights = [right, ...near.map(({ x }) => x)].filter((x) => x > area.x);
  const tops = [area.y, ...near.map(({ y, height }) => y + height)].filter((y) => y < bottom);
  const bottoms = [bottom, ...near.map(({ y }) => y)].filter((y) => y > area.y);
  const all = lefts.flatMap((x) =>
    rights.flatMap((toX) => tops.flatMap((y) => bottoms.map((toY): Rect => ({ x, y, width: toX - x, height: toY - y })))),
  );
  const clear = all
    .filter(({ width, height }) => width > 0 && height > 0)
    .filter((one) => !near.some((other) => overlaps(one, other)));
  return clear.length > 0 ? clear : [area];
}

/** The clear area in which something of this size is shown largest; of equals the one nearest to the middle of the area. */
export function bestClearArea(
  area: Rect,
  obstacles: readonly Rect[],
  size: Pick<Rect, 'width' | 'height'>,
  mostZoom: number,
): Rect {
  const zoomIn = ({ width, height }: Rect): number => Math.min(mostZoom, width / size.width, height / size.height);
  const zoom = zoomIn(area);
  const middle = {
    x: area.x + (area.width - size.width * zoom) / 2,
    y: area.y + (area.height - size.height * zoom) / 2,
    width: size.width * zoom,
    height: size.height * zoom,
  };
  // In the middle of everything it may lie clear without any place being made for it.
  if (!obstacles.some((one) => overlaps(one, middle))) return area;
  const off = ({ x, y, width, height }: Rect): number =>
    Math.abs(x + width / 2 - area.x - area.width / 2) + Math.abs(y + height / 2 - area.y - area.height / 2);
  return clearAreas(area, obstacles).toSorted((a, b) => zoomIn(b) - zoomIn(a) || off(a) - off(b))[0]!;
}
