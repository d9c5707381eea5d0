/**
 * A crawler over the window: hovers, focuses, drags and clicks everything that a screen has, and follows each click into the menus, lists and
 * dialogs that it opens. It notes every error of the page together with what was done just before.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ROOT } from '../files.ts';
import { type Found, installCrawl, type PageCrawl } from './in-page.ts';

export interface Screen {
  readonly name: string;
  /** Goes to the screen from wherever the window is. */
  readonly enter: () => Promise<void>;
  /** True if the window shows it now. */
  readonly isHere: () => Promise<boolean>;
  /** Hovers everything once more in dark colours: what is drawn with colours read from the page is drawn anew. */
  readonly dark?: boolean;
  /** Only points at things: the screen moves on by itself while it is crawled. */
  readonly hoverOnly?: boolean;
}

type Act = 'hover' | 'focus' | 'drag' | 'click' | 'menu';
const ACTS: readonly Act[] = ['hover', 'focus', 'drag', 'click', 'menu'];

/** Of things of one kind in a list, so many are clicked and dragged; all are pointed at. */
const OF_A_FAMILY = 3;
/** Points of a large thing, such as a chart, that are pointed at, across and down. */
const ACROSS = [0.1, 0.35, 0.65, 0.9];
const DOWN = [0.2, 0.5, 0.8];
const LARGE_PX = 120;
/** Most stops of the Tab key on one screen. */
const MOST_STOPS = 160;

export interface Crawler {
  crawl(screen: Screen): Promise<void>;
  /** Faults, each with the act before it. */
  errors(): readonly string[];
  /** Writes the list of what was done, and returns the counts in lines. */
  report(name: string): readonly string[];
}

/** Prepares a page; before it is opened. */
export async function crawlerOf(page: Page): Promise<Crawler> {
  await page.addInitScript(installCrawl);
  const errors: string[] = [];
  const done: { readonly screen: string; readonly act: Act; readonly what: string }[] = [];
  let now = 'before the first act';
  const fail = (what: string): void => {
    const line = `${now}: ${what.split('\n').slice(0, 3).join(' ').slice(0, 400)}`;
    if (!errors.includes(line)) errors.push(line);
  };
  watch(page, fail);

  /** Everything of a kind of act that was done on any screen: the same button is clicked once. */
  const seen = new Map<Act, Set<string>>(ACTS.map((act) => [act, new Set()]));
  const families = new Map<string, number>();
  const isNew = (act: Act, { key, family }: Found, scope: string): boolean => {
    const all = seen.get(act)!;
    if (all.has(scope + key)) return false;
    if (family !== null && act !== 'hover') {
      const count = families.get(`${act} ${scope}${family}`) ?? 0;
      if (count >= OF_A_FAMILY) return false;
      families.set(`${act} ${scope}${family}`, count + 1);
    }
    all.add(scope + key);
    return true;
  };
  const note = (screen: string, act: Act, what: string): void => {
    now = `${screen}: ${act} ${what}`;
    done.push({ screen, act, what });
  };

  /** Evaluates in the page. Back may lead to another page of the window meanwhile: the page that is there then is asked. */
  const inPage = async <T>(evaluate: () => Promise<T>): Promise<T> => {
    try {
      return await evaluate();
    } catch (error) {
      if (!/Execution context was destroyed/.test(String(error))) throw error;
      await page.waitForLoadState();
      return inPage(evaluate);
    }
  };
  const ask = <K extends keyof PageCrawl>(name: K, ...args: Parameters<PageCrawl[K]>): Promise<ReturnType<PageCrawl[K]>> =>
    inPage(() =>
      page.evaluate(
        ([call, given]) =>
          (window as unknown as { readonly crawl: Record<string, (...all: unknown[]) => unknown> }).crawl[call]!(...given),
        [name, args] as const,
      ),
    ) as Promise<ReturnType<PageCrawl[K]>>;
  /** Until the page has drawn what the last act changed; and whether a part of it stopped. */
  const settle = async (): Promise<void> => {
    // Back may lead out of the window, as in any page.
    if (!page.url().startsWith('http')) await page.goForward();
    await inPage(() => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))));
    for (const text of await ask('stopped')) fail(text);
  };

  /** The overlay that belongs to the screen: the dialog, if the screen is one. */
  let base: string | null = null;
  /** Back on the screen with nothing open over it. */
  const restore = async (screen: Screen): Promise<void> => {
    const isClear = async (): Promise<boolean> => (await ask('overlay')) === base && (await screen.isHere());
    for (let tries = 0; tries < 3 && (await ask('overlay')) !== base; tries++) {
      if ((await ask('overlay')) === null) break;
      await page.keyboard.press('Escape');
      await settle();
    }
    if ((await ask('stopped')).length === 0 && (await isClear())) return;
    now = `${screen.name}: entered`;
    await screen.enter();
    await settle();
  };

  const hoverAll = async (name: string, scope = name): Promise<void> => {
    for (const found of await ask('survey')) {
      if (!isNew('hover', found, scope)) continue;
      note(name, 'hover', found.key);
      await page.mouse.move(found.x, found.y);
      // A part that stops takes all that is in it along: said at once, and gone into anew.
      if ((await ask('stopped')).length > 0) return settle();
      const left = found.x - found.width / 2;
      const top = found.y - found.height / 2;
      if (found.isControl || found.width < LARGE_PX || found.height < LARGE_PX / 2) continue;
      for (const down of DOWN)
        for (const across of ACROSS) await page.mouse.move(left + across * found.width, top + down * found.height);
    }
    await settle();
  };

  const focusAll = async (name: string): Promise<void> => {
    const stops = new Set<string>();
    for (let stop = 0, same = 0; stop < MOST_STOPS && same < 2; stop++) {
      await page.keyboard.press('Tab');
      const key = await ask('focused');
      if (key === null) break;
      same = stops.has(key) ? same + 1 : 0;
      if (!stops.has(key)) note(name, 'focus', key);
      stops.add(key);
    }
    await settle();
  };

  const dragAll = async (screen: Screen): Promise<void> => {
    for (const { key, isControl, ...rest } of await ask('survey')) {
      const isSurface = rest.width >= LARGE_PX && rest.height >= LARGE_PX / 2;
      if ((!isControl && !isSurface) || !isNew('drag', { key, isControl, ...rest }, '')) continue;
      const found = await ask('locate', key);
      if (!found) continue;
      note(screen.name, 'drag', key);
      await page.mouse.move(found.x, found.y);
      await page.mouse.down();
      await page.mouse.move(found.x + 14, found.y + 6, { steps: 2 });
      await page.mouse.move(found.x - 9, found.y + 11, { steps: 2 });
      await page.mouse.up();
      await settle();
      // Some open with the press alone.
      if ((await ask('overlay')) !== base || !(await screen.isHere())) await restore(screen);
    }
  };

  /** Clicks a thing; what opens over the screen is crawled in turn. */
  const click = async (screen: Screen, key: string, act: 'click' | 'menu'): Promise<void> => {
    const found = await ask('locate', key);
    if (!found) return;
    note(screen.name, act, key);
    await page.mouse.click(found.x, found.y, { button: act === 'menu' ? 'right' : 'left' });
    await settle();
  };

  /** Hovers everything in the overlay that a click opened, and clicks each control; the overlay is opened anew for each. */
  const crawlOverlay = async (screen: Screen, open: () => Promise<void>, depth: number): Promise<void> => {
    const overlay = await ask('overlay');
    if (overlay === null) return;
    const name = `${screen.name} › ${overlay}`;
    const scope = `${overlay} `;
    const controls = (await ask('survey')).filter((found) => found.isControl && isNew('click', found, scope));
    await hoverAll(name, scope);
    for (const { key } of controls) {
      if ((await ask('overlay')) !== overlay) {
        await restore(screen);
        await open();
        if ((await ask('overlay')) !== overlay) return;
      }
      await click({ ...screen, name }, key, 'click');
      const next = await ask('overlay');
      if (next !== null && next !== overlay && depth > 0) {
        const openNext = async (): Promise<void> => {
          await open();
          await click({ ...screen, name }, key, 'click');
        };
        await crawlOverlay({ ...screen, name }, openNext, depth - 1);
        await restore(screen);
      }
    }
  };

  const clickAll = async (screen: Screen, act: 'click' | 'menu'): Promise<void> => {
    for (const found of await ask('survey')) {
      if (act === 'click' ? !found.isControl : found.family === null) continue;
      if (!isNew(act, found, '')) continue;
      const before = await ask('overlay');
      const open = (): Promise<void> => click(screen, found.key, act);
      await open();
      const after = await ask('overlay');
      if (after !== null && after !== before) await crawlOverlay(screen, open, 1);
      await restore(screen);
    }
  };

  return {
    async crawl(screen) {
      now = `${screen.name}: entered`;
      try {
        await screen.enter();
      } catch (error) {
        // Said with all else that went wrong: what was done on another screen may be why.
        return fail(`there is no way to it: ${error instanceof Error ? error.message : String(error)}`);
      }
      await settle();
      base = await ask('overlay');
      await hoverAll(screen.name);
      if (screen.hoverOnly) return;
      if (screen.dark) {
        await page.emulateMedia({ colorScheme: 'dark' });
        await settle();
        await hoverAll(`${screen.name}, dark`);
        await page.emulateMedia({ colorScheme: 'light' });
      }
      await restore(screen);
      await focusAll(screen.name);
      await restore(screen);
      await dragAll(screen);
      await restore(screen);
      await clickAll(screen, 'click');
      await clickAll(screen, 'menu');
    },
    errors: () => errors,
    report(name) {
      const folder = join(ROOT, 'build', 'e2e', 'crawl');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${name}.txt`), done.map(({ screen, act, what }) => `${screen}\t${act}\t${what}\n`).join(''));
      const counts = new Map<string, Record<Act, number>>();
      for (const { screen, act } of done) {
        const root = screen.split(' › ')[0]!;
        const row = counts.get(root) ?? { hover: 0, focus: 0, drag: 0, click: 0, menu: 0 };
        row[act]++;
        counts.set(root, row);
      }
      return [...counts].map(([screen, row]) => `${screen}: ${ACTS.map((act) => `${act} ${row[act]}`).join(', ')}`);
    },
  };
}

/** Notes what goes wrong in the page, whoever notices it first. */
function watch(page: Page, fail: (what: string) => void): void {
  page.on('console', (message) => {
    if (message.type() === 'error') fail(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => fail(`thrown: ${error.stack ?? error.message}`));
  page.on('crash', () => fail('the page crashed'));
  page.on('response', (response) => {
    if (response.status() >= 400) fail(`${response.status()} for ${response.url()}`);
  });
  page.on('requestfailed', (request) => {
    // A page that is left gives up what it still waited for.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') fail(`no answer for ${request.url()}`);
  });
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const { kind, error } = JSON.parse(String(payload)) as {
        readonly kind: string;
        readonly error?: { readonly code: string; readonly message: string };
      };
      // Faults of the program itself; what a person does wrong has other codes.
      if (kind === 'failed' && error && /^(internal|contract\.)/.test(error.code))
        fail(`the host: ${error.code}: ${error.message}`);
    }),
  );
}
