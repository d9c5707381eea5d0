/** The rows of a list that are in view, for a list whose focus stays elsewhere: rows are of one height, and only these are drawn. */
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** Row height and the list's padding in px; the style sheet has the same. */
export const ROW = 28;
const PADDING = 4;
/** The window moves by so many rows, so that scrolling draws rarely; as many are drawn beyond what is in view. */
const STEP = 8;
/** Most rows in view at once, in whole steps. */
const IN_VIEW = 16;

export interface RowWindow {
  /** First row that is drawn, and the one behind the last. */
  readonly first: number;
  readonly end: number;
  /** For the scroller. */
  readonly onScroll: () => void;
}

const stepAt = (scrollTop: number): number => Math.floor(Math.max(0, scrollTop) / ROW / STEP);

/** Hook: what to draw of `rows` in `scroller`. The row `active` is brought into view where it, or the rows, change. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, rows: readonly unknown[], active: number): RowWindow {
  const count = rows.length;
  const [step, setStep] = useState(0);
  const scrolled = useRef(0);
  const look = (): void => {
    scrolled.current = scroller.current?.scrollTop ?? 0;
    setStep(stepAt(scrolled.current));
  };
  useLayoutEffect(() => {
    const element = scroller.current;
    // At the top there is nothing to bring into view; asking for sizes would have the page laid out first.
    if (!element || (active <= 0 && scrolled.current === 0)) return;
    const top = active * ROW;
    if (top < element.scrollTop) element.scrollTop = top;
    else element.scrollTop = Math.max(element.scrollTop, top + ROW + 2 * PADDING - element.clientHeight);
    look();
  }, [active, rows]);
  const first = Math.max(0, Math.min(count - IN_VIEW, (step - 1) * STEP));
  return { first, end: Math.min(count, (step + 2) * STEP + IN_VIEW), onScroll: look };
}
