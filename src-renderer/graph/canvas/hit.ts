/** Which item lies at a point: for what is drawn on the canvas and has no element of its own. */
import { INSIDE } from '../layout/measures.ts';
import type { Point } from '../layout/protocol.ts';
import type { Scene } from '../state/view-store.ts';

/** The innermost item at a point of the drawing; an open group only at its name. Null where there is none. */
export function itemAt(scene: Scene, [x, y]: Point): string | null {
  const isAt = (id: string, height = Number.POSITIVE_INFINITY): boolean => {
    const box = scene.layout.boxes.get(id)!;
    return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + Math.min(box.height, height);
  };
  const shown = scene.visible.shown.find(({ id }) => isAt(id));
  if (shown) return shown.id;
  const frames = [...scene.visible.containers.keys()].filter((id) => id !== scene.tree.root && isAt(id, FRAME_NAME));
  return frames.at(-1) ?? null;
}

const FRAME_NAME = INSIDE.head;
