/** Menus and editors that float above the graph: at most one at a time. */
import type { BadgeField } from '../model/badges.ts';
import { nodesOf, itemOf } from '../model/item.ts';
import { cameraNow } from './camera.ts';
import { targetLayers } from './edit.ts';
import { layersAmong } from './select.ts';
import { graphView, type Rect, setGraphView } from './view-store.ts';

/** Opens the choices of a badge beside it; they are for the whole selection where the layers are part of it. */
export function editBadge(field: BadgeField, layers: readonly string[], at: Rect): void {
  const { x, y, width, height } = at;
  setGraphView({ floating: { kind: 'badge', field, layers: targetLayers(layers), at: { x, y, width, height } } });
}

/** The same for the item that has the keyboard. */
export function editFocused(field: BadgeField): void {
  const { focus, scene } = graphView();
  if (!scene || focus === null) return;
  const layers = layersAmong(nodesOf(itemOf(scene.tree, focus))).map(({ name }) => name);
  if (layers.length > 0) editBadge(field, layers, rectOf(focus));
}

export const openMenu = (item: string | null, at: Rect): void => setGraphView({ floating: { kind: 'menu', item, at } });

export const closeFloating = (): void => setGraphView({ floating: null });

/** Opens the menu of the canvas where the keyboard is in it: at its upper left corner. */
export function openCanvasMenu(): void {
  const canvas = document.querySelector('.graph-canvas')?.getBoundingClientRect();
  if (canvas) openMenu(null, { x: canvas.x + 8, y: canvas.y + 8, width: 0, height: 0 });
}

/** Where an item is in the window, in px. */
export function rectOf(id: string): Rect {
  const box = graphView().scene?.layout.boxes.get(id);
  const canvas = document.querySelector('.graph-canvas')?.getBoundingClientRect();
  if (!box || !canvas) return { x: 0, y: 0, width: 0, height: 0 };
  const { x, y, zoom } = cameraNow().viewport;
  return {
    x: canvas.x + x + box.x * zoom,
    y: canvas.y + y + box.y * zoom,
    width: box.width * zoom,
    height: Math.min(box.height, 64) * zoom,
  };
}
