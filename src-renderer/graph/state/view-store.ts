/** What the graph knows beside the window's state: which modules are open, where everything lies, what has the keyboard. */
import { create } from 'zustand';
import type { Graph, WireError } from '../../../src-shared/contract/index.ts';
import type { Layout } from '../layout/protocol.ts';
import type { BadgeField } from '../model/badges.ts';
import type { ModuleTree } from '../model/item.ts';
import type { VisibleGraph } from '../model/visible-graph.ts';

/** What is drawn of an item: a coloured block, its name and key badges, everything. */
export type Detail = 'far' | 'middle' | 'near';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A network as it is on screen. */
export interface Scene {
  readonly graph: Graph;
  readonly tree: ModuleTree;
  /** Open groups. */
  readonly open: ReadonlySet<string>;
  readonly visible: VisibleGraph;
  readonly layout: Layout;
}

/** A menu or editor that is open at a place of the window. */
export type Floating =
  | { readonly kind: 'badge'; readonly field: BadgeField; readonly layers: readonly string[]; readonly at: Rect }
  /** Without an item: the menu of the canvas. */
  | { readonly kind: 'menu'; readonly item: string | null; readonly at: Rect }
  | { readonly kind: 'glob' };

export interface GraphView {
  /** Null until the first layout is there. */
  readonly scene: Scene | null;
  readonly busy: boolean;
  readonly error: WireError | null;
  /** Item that has the keyboard. */
  readonly focus: string | null;
  readonly detail: Detail;
  /** Part of the drawing, with a margin, whose nodes are in the page; in px at zoom 1. */
  readonly window: Rect;
  /** Null while the find bar is closed. */
  readonly find: { readonly text: string; readonly at: number } | null;
  readonly floating: Floating | null;
  /** What a screen reader says next. */
  readonly said: string;
}

const NOWHERE: Rect = { x: 0, y: 0, width: 0, height: 0 };

export const EMPTY_VIEW: GraphView = {
  scene: null,
  busy: false,
  error: null,
  focus: null,
  detail: 'near',
  window: NOWHERE,
  find: null,
  floating: null,
  said: '',
};

export const useGraphView = create<GraphView>()(() => EMPTY_VIEW);
export const graphView = (): GraphView => useGraphView.getState();
export const setGraphView = (change: Partial<GraphView>): void => useGraphView.setState(change);
