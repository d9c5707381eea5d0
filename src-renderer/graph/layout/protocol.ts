/** What travels between the window and the layout worker. Plain data; everything in px at zoom 1. */
import type { Size } from './measures.ts';

/** A piece of an edge, as layout needs it (model/visible-graph.ts). */
export interface LayoutPiece {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly outPort: string | null;
  readonly inPort: string | null;
}

export interface LayoutContainer {
  readonly id: string;
  readonly children: readonly string[];
  readonly ports: readonly { readonly id: string; readonly side: 'in' | 'out' }[];
  readonly pieces: readonly LayoutPiece[];
}

export interface LayoutRequest {
  readonly id: number;
  /** Outer groups first, the root first of all. */
  readonly containers: readonly LayoutContainer[];
  /** Of everything that is no open group. */
  readonly sizes: ReadonlyMap<string, Size>;
}

export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

export type Point = readonly [x: number, y: number];

export interface Layout {
  /** Of all items, open groups included, by id; the root's is the whole drawing. */
  readonly boxes: ReadonlyMap<string, Box>;
  /** Of all pieces, by id. */
  readonly paths: ReadonlyMap<string, readonly Point[]>;
}

export type LayoutResponse =
  | {
      readonly id: number;
      readonly kind: 'done';
      readonly layout: Layout;
      readonly milliseconds: number;
      readonly computed: number;
    }
  | { readonly id: number; readonly kind: 'failed'; readonly message: string };
