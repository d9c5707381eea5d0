/** The acts of a crawl, each on everything that a screen has: hovering, focusing with Tab, dragging. */
import type { Page } from '@playwright/test';
import type { PageCrawl, PageState } from './in-page.ts';
import { fail, isNew, note, type Notes } from './notes.ts';

/** Points of a large thing, such as a chart, that are pointed at, across and down. */
const ACROSS = [0.1, 0.35, 0.65, 0.9];
const DOWN = [0.2, 0.5, 0.8];
const LARGE_PX = 120;
/** Of points that lie nearer to each other, one is pointed at. */
const NEAR_PX = 12;
/** Most stops of the Tab key on one screen. */
const MOST_STOPS = 160;

export interface Screen {
  readonly name: string;
  /** Goes to the screen from wherever the window is. */
  readonly enter: () => Promise<void>;
  /** True if the window shows it now. */
  readonly isHere: () => Promise<boolean>;
  /** Hovers everything once more in dark colours: what is drawn with colours read from the page is drawn anew. */
  readonly dark?: boolean;
  /** Points also at things that other screens have: this one draws them in another way. */
  readonly redrawn?: boolean;
  /** Only points at things: the screen moves on by itself while it is crawled. */
  readonly hoverOnly?: boolean;
}

export interface Crawl {
  readonly page: Page;
  readonly notes: Notes;
  /** The overlay that belongs to the screen: the dialog, if the screen is one. */
  base: string | null;
}

/** Evaluates in the page. Back may lead to another page of the window meanwhile: then the new page is asked. */
async function inPage<T>(page: Page, evaluate: () => Promise<T>): Promise<T> {
  try {
    return await evaluate();
  } catch (error) {
    if (!/Execution context was destroyed/.test(String(error))) throw error;
    await page.waitForLoadState();
    return inPage(page, evaluate);
  }
}

/** Calls a function of the crawler's part in the page. */
export function ask<K extends keyof PageCrawl>(
  { page }: Crawl,
  name: K,
  ...args: Parameters<PageCrawl[K]>
): Promise<Awaited<ReturnType<PageCrawl[K]>>> {
  return inPage(page, () =>
    page.evaluate(
      ([call, given]) =>
        (window as unknown as { readonly crawl: Record<string, (...all: unknown[]) => unknown> }).crawl[call]!(...given),
      [name, args] as const,
    ),
  ) as Promise<Awaited<ReturnType<PageCrawl[K]>>>;
}

/** Waits until the page has drawn what the last act changed, and notes the parts of it that stopped. */
export async function settle(crawl: Crawl): Promise<PageState> {
  const { page, notes } = crawl;
  // Back may lead out of the window, as in any page.
  if (!page.url().startsWith('http')) await page.goForward();
  const state = await ask(crawl, 'settled');
  for (const text of state.stopped) fail(notes, text);
  return state;
}

/** Goes back to the screen with nothing open over it. */
export async function restore(crawl: Crawl, screen: Screen): Promise<void> {
  const { page, notes, base } = crawl;
  let { overlay, stopped } = await ask(crawl, 'state');
  for (let tries = 0; tries < 3 && overlay !== base && overlay !== null; tries++) {
    await page.keyboard.press('Escape');
    ({ overlay, stopped } = await settle(crawl));
  }
  if (stopped.length === 0 && overlay === base && (await screen.isHere())) return;
  notes.now = `${screen.name}: entered`;
  await screen.enter();
  await settle(crawl);
}

/** Points at everything that was not pointed at within `scope`. The frame around the views is on every screen, and is pointed at once. */
export async function hoverAll(crawl: Crawl, name: string, scope = ''): Promise<void> {
  const { page, notes } = crawl;
  const pointedAt = new Set<string>();
  for (const found of await ask(crawl, 'survey')) {
    if (!isNew(notes, 'hover', found, scope)) continue;
    note(notes, name, 'hover', found.key);
    await page.mouse.move(found.x, found.y);
    // All things inside of a part that stops are gone: the fault is noted at once, and the screen is entered anew.
    if ((await ask(crawl, 'state')).stopped.length > 0) return void (await settle(crawl));
    const left = found.x - found.width / 2;
    const top = found.y - found.height / 2;
    if (found.isControl || found.width < LARGE_PX || found.height < LARGE_PX / 2) continue;
    for (const down of DOWN)
      for (const across of ACROSS) {
        const [x, y] = [left + across * found.width, top + down * found.height];
        // Large things lie in each other: the uppermost at a place is the same for all of them.
        const place = `${Math.round(x / NEAR_PX)} ${Math.round(y / NEAR_PX)}`;
        if (pointedAt.has(place)) continue;
        pointedAt.add(place);
        await page.mouse.move(x, y);
      }
  }
  await settle(crawl);
}

export async function focusAll(crawl: Crawl, name: string): Promise<void> {
  const { page, notes } = crawl;
  const stops = new Set<string>();
  for (let stop = 0, same = 0; stop < MOST_STOPS && same < 2; stop++) {
    await page.keyboard.press('Tab');
    const key = await ask(crawl, 'focused');
    if (key === null) break;
    same = stops.has(key) ? same + 1 : 0;
    if (!stops.has(key)) note(notes, name, 'focus', key);
    stops.add(key);
  }
  await settle(crawl);
}

export async function dragAll(crawl: Crawl, screen: Screen): Promise<void> {
  const { page, notes } = crawl;
  for (const thing of await ask(crawl, 'survey')) {
    const isSurface = thing.width >= LARGE_PX && thing.height >= LARGE_PX / 2;
    if ((!thing.isControl && !isSurface) || !isNew(notes, 'drag', thing, '')) continue;
    const found = await ask(crawl, 'locate', thing.key);
    if (!found) continue;
    note(notes, screen.name, 'drag', thing.key);
    await page.mouse.move(found.x, found.y);
    await page.mouse.down();
    await page.mouse.move(found.x + 14, found.y + 6);
    await page.mouse.move(found.x - 9, found.y + 11);
    await page.mouse.up();
    const { overlay } = await settle(crawl);
    // Some open with the press alone.
    if (overlay !== crawl.base || !(await screen.isHere())) await restore(crawl, screen);
  }
}
