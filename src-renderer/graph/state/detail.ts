/** Level of detail by zoom, and the part of the drawing whose nodes are in the page. */
import { cameraNow, inView, onMove } from './camera.ts';
import { type Detail, graphView, type Rect, type Scene, setGraphView } from './view-store.ts';

/** Below `middle` names and badges cannot be read; below `near` facts cannot. */
export const LEVELS = { middle: 0.38, near: 0.72 } as const;
/** Most nodes in the page; where more are in view, they are drawn as blocks. */
const MOST_NODES = 320;
/** How far the window reaches beyond the view on each side, as a share of the view. */
const BEYOND = 0.5;
/** After zooming in the window is taken anew once it is this many times as wide as the view. */
const MOST_BEYOND = 4;

/** Keeps `detail` and `window` of the graph's state in step with the camera. Returns what stops that. */
export function followCamera(): () => void {
  update(true);
  return onMove(() => update(false));
}

/** Looks again, for a new scene. */
export const lookAgain = (): void => update(true);

let levelByZoom: Detail = 'near';

function update(always: boolean): void {
  const { scene, window } = graphView();
  if (!scene) return;
  const view = inView();
  const next = detailFor(cameraNow().viewport.zoom);
  const stays = next === 'far' || (contains(window, view) && window.width <= MOST_BEYOND * view.width);
  if (!always && stays && next === levelByZoom) return;
  levelByZoom = next;
  const detail = next !== 'far' && countIn(scene, view) > MOST_NODES ? 'far' : next;
  setGraphView({ detail, window: grow(view) });
}

const detailFor = (zoom: number): Detail => (zoom < LEVELS.middle ? 'far' : zoom < LEVELS.near ? 'middle' : 'near');

const contains = (outer: Rect, inner: Rect): boolean =>
  outer.x <= inner.x &&
  outer.y <= inner.y &&
  outer.x + outer.width >= inner.x + inner.width &&
  outer.y + outer.height >= inner.y + inner.height;

export const meets = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const grow = ({ x, y, width, height }: Rect): Rect => ({
  x: x - BEYOND * width,
  y: y - BEYOND * height,
  width: width * (1 + 2 * BEYOND),
  height: height * (1 + 2 * BEYOND),
});

function countIn(scene: Scene, view: Rect): number {
  let count = 0;
  for (const { id } of scene.visible.shown) if (meets(scene.layout.boxes.get(id)!, view)) count++;
  return count;
}
