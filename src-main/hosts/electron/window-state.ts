/** Remembers the window's position in the user's folder, and never restores it to a screen that is gone. */
import type { BrowserWindow, Rectangle } from 'electron';
import { z } from 'zod';
import type { JsonFile } from '../../runtime/json-file.ts';

export const windowStateSchema = z.strictObject({
  bounds: z.strictObject({ x: z.int(), y: z.int(), width: z.int(), height: z.int() }).nullable(),
  maximised: z.boolean(),
});
export type WindowState = z.infer<typeof windowStateSchema>;
export const FIRST_STATE: WindowState = { bounds: null, maximised: false };

const SMALLEST = { width: 960, height: 600 };
const FIRST_SIZE = { width: 1440, height: 900 };
/** Part of the window's top edge (px) that must be on a screen, so that the window can be dragged. */
const HOLD = 80;

/** Bounds for a new window: the remembered ones if the window would be reachable there, otherwise the middle of the screen. */
export function boundsFor({ bounds }: WindowState, screens: readonly Rectangle[]): Partial<Rectangle> {
  const reachable = bounds && screens.some((screen) => reaches(bounds, screen));
  if (!reachable) return FIRST_SIZE;
  return { ...bounds, width: Math.max(SMALLEST.width, bounds.width), height: Math.max(SMALLEST.height, bounds.height) };
}

function reaches(bounds: Rectangle, { x, y, width, height }: Rectangle): boolean {
  const across = Math.min(bounds.x + bounds.width, x + width) - Math.max(bounds.x, x);
  return across >= HOLD && bounds.y >= y && bounds.y + HOLD / 2 <= y + height;
}

const WRITE_AFTER_MS = 500;

/** Stores the window's position shortly after each move and when the window closes. The returned function waits for pending writes. */
export function rememberWindow(
  window: BrowserWindow,
  file: JsonFile<WindowState>,
  warn: (error: unknown) => void,
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  const write = (): void => {
    clearTimeout(timer);
    // The stored bounds are the normal ones, so that a maximised window returns to them and not to the whole screen.
    writing = file.write({ bounds: window.getNormalBounds(), maximised: window.isMaximized() }).catch(warn);
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(write, WRITE_AFTER_MS);
  };
  window.on('resize', later);
  window.on('move', later);
  window.on('maximize', later);
  window.on('unmaximize', later);
  window.on('close', write);
  return () => writing;
}

export const smallestSize = { minWidth: SMALLEST.width, minHeight: SMALLEST.height } as const;
