/** Where the keyboard is: the element of the item that has it, or the canvas itself. */
import { graphView } from './view-store.ts';

/** Puts the browser's focus on the item that has the keyboard; on the canvas where it has no element yet. */
export function focusCanvas(): void {
  const { focus } = graphView();
  const element = focus === null ? null : document.querySelector<HTMLElement>(`.graph-canvas [data-id="${CSS.escape(focus)}"]`);
  (element ?? document.querySelector<HTMLElement>('.graph-canvas'))?.focus({ preventScroll: true });
}

/** True while the browser's focus is in the graph. */
export const graphHasFocus = (): boolean => Boolean(document.activeElement?.closest('.graph-canvas'));
