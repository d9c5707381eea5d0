/** Where the keyboard goes when a dialog closes that no button of its own opened: back to where it was. */
import { useRef } from 'react';

/** Hook: what to give a dialog as `onCloseAutoFocus`. A focus that was moved on purpose meanwhile stays where it is. */
export function useReturnFocus(open: boolean): (event: Event) => void {
  const before = useRef<Element | null>(null);
  const wasOpen = useRef(false);
  // While rendering: once the dialog is there, the focus is in it.
  if (open && !wasOpen.current) before.current = document.activeElement;
  wasOpen.current = open;
  return (event) => {
    event.preventDefault();
    const nowhere = document.activeElement === null || document.activeElement === document.body;
    if (nowhere && before.current instanceof HTMLElement) before.current.focus();
  };
}
