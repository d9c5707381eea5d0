/** Marks the node that is pointed at in any view, and tells the other views what the pointer is on here. */
import type { MouseEvent, ReactElement } from 'react';
import { setHovered, useHovered } from '../../state/index.ts';
import { itemOf } from '../model/item.ts';
import { shownFor } from '../state/scene.ts';
import type { Scene } from '../state/view-store.ts';

/** A frame around the node, or around the closed group that stands for it. */
export function HoverMark({ scene }: { readonly scene: Scene }): ReactElement | null {
  const hovered = useHovered();
  const id = hovered === null ? null : shownFor(scene, hovered);
  const box = id === null ? undefined : scene.layout.boxes.get(id);
  if (!box) return null;
  const { x, y, width, height } = box;
  return <div className="graph-hover-mark" style={{ transform: `translate(${x}px, ${y}px)`, width, height }} />;
}

/** The pointer is on an item, or on none: only single nodes have figures of their own in other views. */
export const hoverItem = ({ tree }: Scene, id: string | null): void =>
  setHovered(id !== null && itemOf(tree, id).kind === 'leaf' ? id : null);

/** Id of the node's element that a pointer is on; null beside all. */
export const elementAt = ({ target }: MouseEvent): string | null =>
  (target as HTMLElement).closest<HTMLElement>('.react-flow__node')?.dataset.id ?? null;
