/**
 * The graph of a network of 3,000 operators in Chromium: time until it can be used, and frames a second while panning and zooming at
 * the three levels of detail, as it is first shown and with every module open. Says which rendering the browser used.
 */
import type { Browser, Page } from '@playwright/test';
import { renderingOf, startChromium } from './graph/browser.ts';
import { type Frames, middleOf, panning, zooming } from './graph/frames.ts';
import { LARGE, makeLargeProjects } from './graph/large-projects.ts';
import type { Measured, Recorder } from './results.ts';

const SIZE = { width: 1920, height: 1080 } as const;
const ZOOMS = { near: 1, middle: 0.5, far: 0.15 } as const;
/** Time for layouts and pictures to come to rest, ms. */
const REST = 800;

/** Milliseconds, and frames a second. */
const AIMS = { start: 1000, frames: 50 } as const;

/** Measures both tables of the graph. */
export async function graphTables(record: Recorder): Promise<void> {
  await using projects = await makeLargeProjects();
  const browser = await startChromium();
  try {
    const rendering = `Chromium ${browser.version()}, ${rendered(await renderingOf(browser))}`;
    for (const kind of ['large', 'tangle'] as const)
      await measure(browser, projects.address(kind), LARGE[kind].name, rendering, record);
  } finally {
    await browser.close();
  }
}

const rendered = (text: string): string => text.replaceAll('|', '/');

async function measure(browser: Browser, address: string, name: string, rendering: string, record: Recorder): Promise<void> {
  // What waits in the page is given to it as text, which the page's own policy refuses.
  const page = await browser.newPage({ viewport: SIZE, bypassCSP: true });
  try {
    await page.goto(address);
    const start = await untilDrawn(page);
    const closed = await frames(page);
    const began = performance.now();
    await page.getByRole('button', { name: 'Expand all modules' }).click();
    await page.locator('.graph-canvas[aria-busy="false"]').waitFor();
    const opened = `all modules open after ${Math.round(performance.now() - began)} ms`;
    const open = await frames(page);
    record({ table: 'graphStart', workload: name, aim: AIMS.start, values: [start], detail: `${opened}; ${rendering}` });
    const table = 'graphFrames';
    record({ table, workload: `${name}, as first shown`, aim: AIMS.frames, ...closed });
    record({ table, workload: `${name}, all modules open`, aim: AIMS.frames, ...open });
  } finally {
    await page.close();
  }
}

/** Milliseconds from the graph's arrival to the second frame with it. */
async function untilDrawn(page: Page): Promise<number> {
  const handle = await page.waitForFunction(`(() => {
    const [arrived] = performance.getEntriesByName('graph.arrived');
    const [drawn] = performance.getEntriesByName('graph.drawn');
    return arrived && drawn ? drawn.startTime - arrived.startTime : undefined;
  })()`);
  return Math.round(Number(await handle.jsonValue()));
}

/** Frames a second of panning at the three levels of detail, then of zooming at the same. */
async function frames(page: Page): Promise<Pick<Measured, 'values' | 'detail'>> {
  const all: Frames[] = [];
  for (const move of [panning, zooming]) {
    for (const zoom of Object.values(ZOOMS)) {
      await zoomTo(page, zoom);
      all.push(await move(page));
    }
  }
  const most = (pick: (frames: Frames) => number): number => Math.max(...all.map(pick));
  const within = `95 % within ${most((one) => one.within).toFixed(0)} ms`;
  const work = `at most ${most((one) => one.work).toFixed(1)} ms of processor time a frame`;
  return {
    values: all.map(({ perSecond }) => perSecond),
    detail: `${within}, ${work}, at most ${most((one) => one.elements)} elements`,
  };
}

/** The middle of the drawing in view at a zoom, by the window's own button and the wheel. */
async function zoomTo(page: Page, zoom: number): Promise<void> {
  await page.getByRole('button', { name: 'Fit graph' }).click();
  await page.waitForTimeout(REST);
  const { x, y } = await middleOf(page);
  await page.mouse.move(x, y);
  for (let step = 0; step < 200; step++) {
    const shown = await page.locator('.graph-zoom').textContent();
    const now = Number(shown?.replaceAll(/\D/g, '')) / 100;
    const away = Math.log2(now / zoom);
    if (Math.abs(away) < 0.08) return page.waitForTimeout(REST);
    await page.mouse.wheel(0, Math.max(-120, Math.min(120, away * 400)));
    await page.waitForTimeout(30);
  }
  throw new Error(`zoom ${zoom} was not reached`);
}
