/**
 * Where one looks: pan and zoom of the drawing. The drawing library moves it; whoever draws along (canvas, map) is told of every
 * movement without React in between.
 */
import type { ReactFlowInstance, Viewport } from '@xyflow/react';
import { workbench } from '../../state/index.ts';
import type { Rect } from './view-store.ts';

/** Least and largest zoom. */
export const ZOOM = { least: 0.02, most: 2.5 } as const;
const MOTION_MS = 120;
/** Space around what is fitted, in px of the window. */
const MARGIN = 32;

let flow: ReactFlowInstance | null = null;
let viewport: Viewport = { x: 0, y: 0, zoom: 1 };
let size = { width: 1, height: 1 };
const listeners = new Set<() => void>();

/** Gives the camera its drawing; null when that goes away. */
export const setFlow = (instance: ReactFlowInstance | null): void => void (flow = instance);

/** Tells the camera where it is now; called for every movement. */
export function moved(next: Viewport): void {
  viewport = next;
  for (const listener of listeners) listener();
}

/** Size of the canvas in the window. */
export function resized(width: number, height: number): void {
  size = { width, height };
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

/** Brings a part of the drawing into view as large as it fits, at most at `mostZoom`. */
export function fitRect(rect: Rect, { mostZoom = 1, jump = false }: { mostZoom?: number; jump?: boolean } = {}): void {
  const room = { width: Math.max(1, size.width - 2 * MARGIN), height: Math.max(1, size.height - 2 * MARGIN) };
  const zoom = Math.max(ZOOM.least, Math.min(mostZoom, room.width / rect.width, room.height / rect.height));
  goTo(centred(rect, zoom), jump);
}

/** Brings a part of the drawing into the middle at a zoom. */
const centred = ({ x, y, width, height }: Rect, zoom: number): Viewport => ({
  x: size.width / 2 - (x + width / 2) * zoom,
  y: size.height / 2 - (y + height / 2) * zoom,
  zoom,
});

/** The beginning of a drawing that is too long to be fitted: its upper end, centred, at a zoom at which it can be read. */
export function showStart({ x, y, width }: Rect, zoom: number): void {
  goTo({ x: size.width / 2 - (x + width / 2) * zoom, y: MARGIN - y * zoom, zoom }, true);
}

/** Zooms by a factor around the middle of the view. */
export function zoomBy(factor: number): void {
  const zoom = Math.max(ZOOM.least, Math.min(ZOOM.most, viewport.zoom * factor));
  const [midX, midY] = [size.width / 2, size.height / 2];
  const change = zoom / viewport.zoom;
  goTo({ x: midX - (midX - viewport.x) * change, y: midY - (midY - viewport.y) * change, zoom });
}

/** Moves as little as needed for a part of the drawing to be in view; does nothing where it is. */
export function reveal(rect: Rect, leastZoom = 0): void {
  const zoom = Math.max(viewport.zoom, leastZoom);
  if (zoom !== viewport.zoom) return goTo(centred(rect, zoom));
  const dx = push(rect.x * zoom + viewport.x, rect.width * zoom, size.width);
  const dy = push(rect.y * zoom + viewport.y, rect.height * zoom, size.height);
  if (dx !== 0 || dy !== 0) goTo({ x: viewport.x + dx, y: viewport.y + dy, zoom });
}

/** How far a stretch has to move to lie inside; its beginning counts where it is longer than the room. */
function push(start: number, length: number, room: number): number {
  if (start < MARGIN) return MARGIN - start;
  const over = start + length - (room - MARGIN);
  return over > 0 ? -Math.min(over, start - MARGIN) : 0;
}

/** Moves the drawing by px of the window at once, so that something stays where it was while the drawing changed. */
export const shiftBy = (dx: number, dy: number): void =>
  goTo({ x: viewport.x + dx, y: viewport.y + dy, zoom: viewport.zoom }, true);
