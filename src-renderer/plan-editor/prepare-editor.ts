/**
 * Loads the text editor while nobody does anything, or where it is wanted before that. All at once it would hold up the window for a fifth of a second: each
 * piece brings what the ones before it have not, and the window answers in between.
 */

/** In the order in which they need each other (monaco/setup.ts). */
const PIECES: readonly (() => Promise<unknown>)[] = [
  () => import('./monaco/pieces/page.ts'),
  () => import('./monaco/pieces/platform.ts'),
  () => import('./monaco/pieces/text.ts'),
  () => import('./monaco/pieces/view.ts'),
  () => import('./monaco/pieces/widget.ts'),
  () => import('./monaco/pieces/services.ts'),
  () => import('./monaco/pieces/diff.ts'),
  () => import('./monaco/pieces/api.ts'),
  () => import('./monaco/pieces/features-1.ts'),
  () => import('./monaco/pieces/features-2.ts'),
  () => import('./monaco/pieces/features-3.ts'),
  () => import('./monaco/pieces/features-4.ts'),
  () => import('./monaco/pieces/features-5.ts'),
  () => import('./monaco/pieces/json.ts'),
  () => import('./monaco/pieces/start.ts'),
  () => import('./monaco/setup.ts'),
];

/** Loading waits until nobody has touched anything for so long: also its threads take time from what a person does. */
const QUIET_MS = 1000;
const TOUCHES = ['keydown', 'pointerdown', 'wheel'] as const;

let prepared: Promise<void> | undefined;
let wanted = false;

/** Begins to load, without hurry. */
export const prepareEditor = (): void => void (prepared ??= load());

/** Loads the rest now. Resolves when all is there, or at the first failure: who shows an editor meets it again. */
export function editorPrepared(): Promise<void> {
  wanted = true;
  return (prepared ??= load());
}

async function load(): Promise<void> {
  let touched = performance.now();
  const touch = (): void => void (touched = performance.now());
  for (const name of TOUCHES) window.addEventListener(name, touch, { capture: true, passive: true });
  try {
    for (const piece of PIECES) {
      while (!wanted && performance.now() - touched < QUIET_MS) await pause(QUIET_MS / 4);
      await idle();
      await piece();
    }
  } catch {
    prepared = undefined;
  } finally {
    for (const name of TOUCHES) window.removeEventListener(name, touch, { capture: true });
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** A person waits for what is wanted: a window that is never idle must not keep it back. */
const idle = (): Promise<void> =>
  new Promise((resolve) => requestIdleCallback(() => resolve(), wanted ? { timeout: 50 } : undefined));
