/**
 * Where one looks: pan and zoom of the drawing. The drawing library moves it; whoever draws along (canvas, map) is told of every
 * movement without React in between.
 */
import type { ReactFlowInstance, Viewport } from '@xyflow/react';
import { workbench } from '../../state/index.ts';
import { bestClearArea, clearAreas, obstaclesNow, overlaps } from './clear-area.ts';
import type { Rect } from './view-store.ts';

/** Least and largest zoom. At the least one, a hundred thousand operators below each other fit a small window. */
export const ZOOM = { least: 0.0005, most: 2.5 } as const;
const MOTION_MS = 120;
/** Space around a part that is fitted, in px of the window, and its largest share of a small canvas. */
const MARGIN = 32;
const MOST_MARGIN = 0.04;
/** Space between a part that is shown and the bars above the drawing, in px of the window. */
const SPACE = 8;

let flow: ReactFlowInstance | null = null;
let viewport: Viewport = { x: 0, y: 0, zoom: 1 };
let size = { width: 0, height: 0 };
const listeners = new Set<() => void>();

/** Gives the camera its drawing; null when that goes away. */
export const setFlow = (instance: ReactFlowInstance | null): void => void (flow = instance);

/** Tells the camera where it is now; called for every movement. */
export function moved(next: Viewport): void {
  viewport = next;
  for (const listener of listeners) listener();
}

/** Takes the size of the canvas in the window. The middle of the view stays in the middle. */
export function resized(width: number, height: number): void {
  const before = size;
  size = { width, height };
  const wasSeen = before.width > 0 && before.height > 0;
  // A canvas without any size is folded away: it comes back as it was.
  if (width === 0 || height === 0) size = before;
  else if (wasSeen) shiftBy((width - before.width) / 2, (height - before.height) / 2);
  for (const listener of listeners) listener();
}

export const cameraNow = (): { readonly viewport: Viewport; readonly width: number; readonly height: number } => ({
  viewport,
  width: size.width,
  height: size.height,
});

/** Calls the listener at every movement; returns what stops that. */
export function onMove(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The part of the drawing that is in view, in px at zoom 1. */
export function inView(): Rect {
  const { x, y, zoom } = viewport;
  return { x: -x / zoom, y: -y / zoom, width: size.width / zoom, height: size.height / zoom };
}

/** True where things may move by themselves. */
export const mayMove = (): boolean =>
  !workbench().settings.reducedMotion && !matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Goes to a viewport, moving there unless `jump`. */
export function goTo(next: Viewport, jump = false): void {
  const duration = jump || !mayMove() ? 0 : MOTION_MS;
  void flow?.setViewport(next, duration === 0 ? {} : { duration, interpolate: 'linear' });
}

/** The canvas without its margin, in px. */
function room(): Rect {
  const margin = Math.min(MARGIN, MOST_MARGIN * Math.min(size.width, size.height));
  return {
    x: margin,
    y: margin,
    width: Math.max(1, size.width - 2 * margin),
    height: Math.max(1, size.height - 2 * margin),
  };
}

/** Bars and map above the drawing, with some space around them, in px. */
const obstacles = (): Rect[] =>
  obstaclesNow().map(({ x, y, width, height }) => ({
    x: x - SPACE,
    y: y - SPACE,
    width: width + 2 * SPACE,
    height: height + 2 * SPACE,
  }));

/** Brings a part of the drawing into view as large as it fits clear of bars and map, at most at `mostZoom`. */
export function fitRect(rect: Rect, { mostZoom = 1, jump = false }: { mostZoom?: number; jump?: boolean } = {}): void {
  const area = bestClearArea(room(), obstacles(), rect, mostZoom);
  goTo(centred(rect, zoomToFit(rect, area, mostZoom), area), jump);
}

/** The zoom at which something would be fitted. */
export const fittingZoom = (rect: Rect): number => zoomToFit(rect, bestClearArea(room(), obstacles(), rect, 1), 1);

const zoomToFit = (rect: Rect, area: Rect, mostZoom: number): number =>
  Math.max(ZOOM.least, Math.min(mostZoom, area.width / rect.width, area.height / rect.height));

/** Brings a part of the drawing into the middle of a part of the canvas at a zoom. */
const centred = ({ x, y, width, height }: Rect, zoom: number, area: Rect): Viewport => ({
  x: area.x + area.width / 2 - (x + width / 2) * zoom,
  y: area.y + area.height / 2 - (y + height / 2) * zoom,
  zoom,
});

/** The beginning of a drawing that is too large to be fitted: its upper left end, centred if it is narrow, at a zoom at which it can be read. */
export function showStart({ x, y, width }: Rect, zoom: number): void {
  const fits = width * zoom <= size.width - 2 * MARGIN;
  goTo({ x: fits ? size.width / 2 - (x + width / 2) * zoom : MARGIN - x * zoom, y: MARGIN - y * zoom, zoom }, true);
}

/** Zooms by a factor around the middle of the view. */
export function zoomBy(factor: number): void {
  const zoom = Math.max(ZOOM.least, Math.min(ZOOM.most, viewport.zoom * factor));
  const [midX, midY] = [size.width / 2, size.height / 2];
  const change = zoom / viewport.zoom;
  goTo({ x: midX - (midX - viewport.x) * change, y: midY - (midY - viewport.y) * change, zoom });
}

/** Moves as little as needed for a part of the drawing to be in view and clear of bars and map; does nothing if it is. */
export function reveal(rect: Rect, leastZoom = 0): void {
  const zoom = Math.max(viewport.zoom, leastZoom);
  const own = { width: rect.width * zoom, height: rect.height * zoom };
  const above = obstacles();
  if (zoom !== viewport.zoom) return goTo(centred(rect, zoom, bestClearArea(room(), above, own, 1)));
  const at = { x: rect.x * zoom + viewport.x, y: rect.y * zoom + viewport.y, ...own };
  const shifts = clearAreas(room(), above).map((area) => ({
    dx: push(at.x, at.width, area.x, area.width),
    dy: push(at.y, at.height, area.y, area.height),
    fits: at.width <= area.width && at.height <= area.height,
  }));
  const whole = room();
  const isClear = push(at.x, at.width, whole.x, whole.width) === 0 && push(at.y, at.height, whole.y, whole.height) === 0;
  if (isClear && !above.some((one) => overlaps(one, at))) return;
  const way = ({ dx, dy, fits }: (typeof shifts)[number]): number => Math.abs(dx) + Math.abs(dy) + (fits ? 0 : 1e6);
  const { dx, dy } = shifts.toSorted((a, b) => way(a) - way(b))[0]!;
  if (dx !== 0 || dy !== 0) goTo({ x: viewport.x + dx, y: viewport.y + dy, zoom });
}

/** Distance by which a stretch has to move to lie inside another; its beginning counts if it is longer. */
function push(start: number, length: number, from: number, room: number): number {
  if (start < from) return from - start;
  const over = start + length - (from + room);
  return over > 0 ? -Math.min(over, start - from) : 0;
}

/** Moves the drawing by px of the window at once, so that something stays where it was while the drawing changed. */
export const shiftBy = (dx: number, dy: number): void =>
  goTo({ x: viewport.x + dx, y: viewport.y + dy, zoom: viewport.zoom }, true);
