/**
 * What is chosen in a menu or palette runs once it has closed and the focus is back where it was: what the choice does with the focus
 * would be undone otherwise.
 */
import { useRef } from 'react';

export interface AfterClose {
  /** Remembers what to do; what it is called in has to close then. */
  readonly choose: (run: () => void) => void;
  /** For the handler of that name on Radix's content. */
  readonly onCloseAutoFocus: () => void;
}

/** Hook. */
export function useAfterClose(): AfterClose {
  const chosen = useRef<(() => void) | null>(null);
  return {
    choose: (run) => {
      chosen.current = run;
    },
    onCloseAutoFocus: () => {
      const run = chosen.current;
      chosen.current = null;
      // The focus moves after this handler.
      if (run) setTimeout(run);
    },
  };
}
