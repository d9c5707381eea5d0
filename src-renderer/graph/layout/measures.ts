/** Sizes of what is drawn, in px at zoom 1; they are the same at every level of detail, so that zooming moves nothing. */
import { type Item, nodesOf } from '../model/item.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

const WIDTH = 240;
const LOW = 40;
const HIGH = 64;

/** Space between an open group's border and what is inside. `head`: the bar with its name, which is part of the upper one. */
export const INSIDE = { head: 34, top: 54, side: 20, bottom: 20 } as const;
/** Space between siblings, and between ranks, where an edge has to be seen. */
export const BETWEEN = { nodes: 24, ranks: 32, edges: 12 } as const;

/** Size of a leaf or of a closed group: those with neuron layers have a second line for badges. */
export function sizeOf(item: Item, hasLayer: (node: string) => boolean): Size {
  if (item.kind === 'leaf' && item.end !== null) return { width: 160, height: LOW };
  return { width: WIDTH, height: nodesOf(item).some(hasLayer) ? HIGH : LOW };
}
