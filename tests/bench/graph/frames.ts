/** Frames that a page draws while the graph in it is panned or zoomed. */
import type { Page } from '@playwright/test';
import { startTrace } from './trace.ts';

/** Time of one measurement, ms. */
const LONG_MS = 2500;

export interface Frames {
  readonly perSecond: number;
  /** 95 % of the frames came within this time of the one before, ms. */
  readonly within: number;
  /** Processor time of a frame on all threads of the browser together, ms: what is left of it when other work is going on. */
  readonly work: number;
  /** Elements inside the graph's canvas. */
  readonly elements: number;
}

/** One movement of the hand; called again and again. */
type Move = (page: Page, step: number, middle: Point) => Promise<void>;
type Point = { readonly x: number; readonly y: number };

/** Drags the graph round and about. */
export const panning = (page: Page): Promise<Frames> =>
  measure(page, async (_, step, { x, y }) => page.mouse.move(x + 260 * Math.sin(step / 9), y + 200 * Math.sin(step / 7)), true);

/** Turns the wheel, twenty steps in and twenty out. */
export const zooming = (page: Page): Promise<Frames> =>
  measure(
    page,
    async (_, step) => {
      await page.mouse.wheel(0, Math.floor(step / 20) % 2 === 0 ? -40 : 40);
      await page.waitForTimeout(8);
    },
    false,
  );

async function measure(page: Page, move: Move, drags: boolean): Promise<Frames> {
  const middle = await middleOf(page);
  await page.mouse.move(middle.x, middle.y);
  if (drags) await page.mouse.down({ button: 'middle' });
  const trace = await startTrace(page);
  await page.evaluate(COUNT);
  const started = performance.now();
  for (let step = 0; performance.now() - started < LONG_MS; step++) await move(page, step, middle);
  const { times, elements } = await page.evaluate<Counted>(STOP);
  const busy = await trace.stop();
  if (drags) await page.mouse.up({ button: 'middle' });
  const gaps = times.slice(1).map((time, index) => time - times[index]!);
  return {
    perSecond: (1000 * gaps.length) / (times.at(-1)! - times[0]!),
    within: gaps.toSorted((a, b) => a - b)[Math.floor(0.95 * gaps.length)]!,
    work: busy / times.length,
    elements,
  };
}

interface Counted {
  /** Of each frame, ms. */
  readonly times: readonly number[];
  readonly elements: number;
}

/** The middle of the graph's canvas, in px of the page. */
export async function middleOf(page: Page): Promise<Point> {
  const box = (await page.locator('.graph-canvas').boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Runs in the page, which this program's types know nothing of. */
const COUNT = `(() => {
  const counting = { times: [], on: true };
  window.counting = counting;
  const note = (time) => {
    if (!counting.on) return;
    counting.times.push(time);
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
})()`;
const STOP = `(() => {
  window.counting.on = false;
  return { times: window.counting.times, elements: document.querySelectorAll('.graph-canvas *').length };
})()`;
