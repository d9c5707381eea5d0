/** Showing a place of the plan's text, wherever the wish comes from; kept until the editor is there. */
import { usePlanMode } from './plan-mode.ts';

export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

let wanted: TextPosition | undefined;
let listener: ((place: TextPosition) => void) | undefined;

/** Puts the cursor there, at once or when the editor is shown next. Lines and columns count from 1. */
export function revealPlace(place: TextPosition): void {
  usePlanMode.setState({ mode: 'edit' });
  if (listener) listener(place);
  else wanted = place;
}

/** The editor listens while it is there. Returns what ends that. */
export function onRevealPlace(show: (place: TextPosition) => void): () => void {
  listener = show;
  if (wanted) show(wanted);
  wanted = undefined;
  return () => {
    if (listener === show) listener = undefined;
  };
}
