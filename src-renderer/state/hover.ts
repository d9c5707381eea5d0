/** The neuron layer or operator that the pointer is on: pointed at in one view, it is marked in all. */
import { setWorkbench, useWorkbench, workbench } from './workbench.ts';

/** Marks a node of the graph in all views; null marks none. */
export function setHovered(node: string | null): void {
  if (workbench().hovered !== node) setWorkbench({ hovered: node });
}

/** Hook: the node of the graph that is pointed at in any view; null for none. */
export const useHovered = (): string | null => useWorkbench(({ hovered }) => hovered);

/** Hook: whether that is the given node. */
export const useIsHovered = (node: string): boolean => useWorkbench(({ hovered }) => hovered === node);
