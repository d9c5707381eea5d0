/**
 * The graph of a network of 3,000 operators in Chromium: time until it can be used, and frames a second while panning and zooming at
 * the three levels of detail, as it is first shown and with every module open. Says which rendering the browser used.
 */
import type { Browser, Page } from '@playwright/test';
import { renderingOf, startChromium } from './graph/browser.ts';
import { middleOf, panning, zooming } from './graph/frames.ts';
import { LARGE, makeLargeProjects } from './graph/large-projects.ts';
import { table } from './markdown.ts';

const SIZE = { width: 1920, height: 1080 } as const;
const ZOOMS = { near: 1, middle: 0.5, far: 0.15 } as const;
/** Time for layouts and pictures to come to rest, ms. */
const REST = 800;

type Write = (cells: readonly string[]) => void;

/** Measures and writes the table. */
export async function graphFramesTable(): Promise<void> {
  await using projects = await makeLargeProjects();
  const browser = await startChromium();
  try {
    const rendering = `Chromium ${browser.version()}, ${rendered(await renderingOf(browser))}`;
    const write = table(`Graph of 3,000 operators, ${SIZE.width}×${SIZE.height}: ${rendering}`, [
      ...['network', 'state', 'detail', 'panning: frames/s, 95 % within, work', 'zooming: the same', 'elements'],
    ]);
    for (const kind of ['large', 'tangle'] as const) await measure(browser, projects.address(kind), LARGE[kind].name, write);
  } finally {
    await browser.close();
  }
}

const rendered = (text: string): string => text.replaceAll('|', '/');

async function measure(browser: Browser, address: string, name: string, write: Write): Promise<void> {
  // What waits in the page is given to it as text, which the page's own policy refuses.
  const page = await browser.newPage({ viewport: SIZE, bypassCSP: true });
  try {
    await page.goto(address);
    write([name, `usable ${await untilDrawn(page)} ms after the graph arrived`, '', '', '', '']);
    await levels(page, [name, 'as first shown'], write);
    const started = performance.now();
    await page.getByRole('button', { name: 'Expand all modules' }).click();
    await page.locator('.graph-canvas[aria-busy="false"]').waitFor();
    write([name, `all modules open after ${Math.round(performance.now() - started)} ms`, '', '', '', '']);
    await levels(page, [name, 'all modules open'], write);
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

async function levels(page: Page, begin: readonly string[], write: Write): Promise<void> {
  for (const [level, zoom] of Object.entries(ZOOMS)) {
    await zoomTo(page, zoom);
    const pan = await panning(page);
    await zoomTo(page, zoom);
    const wheel = await zooming(page);
    const text = ({ perSecond, within, work }: typeof pan): string =>
      `${perSecond.toFixed(0)}, ${within.toFixed(0)} ms, ${work.toFixed(1)} ms`;
    write([...begin, level, text(pan), text(wheel), String(Math.max(pan.elements, wheel.elements))]);
  }
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

if (import.meta.main) await graphFramesTable();
