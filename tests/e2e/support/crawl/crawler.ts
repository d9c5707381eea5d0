/**
 * A crawler over the window: hovers, focuses, drags and clicks everything that a screen has, and follows each click into the menus, lists and
 * dialogs that it opens. It notes every error of the page together with what was done just before.
 */
import type { Page } from '@playwright/test';
import { type Crawl, dragAll, focusAll, hoverAll, restore, type Screen, settle } from './acts.ts';
import { clickAll } from './clicks.ts';
import { installCrawl } from './in-page.ts';
import { installNames } from './in-page-names.ts';
import { emptyNotes, fail, watch, writeReport } from './notes.ts';

export interface Crawler {
  crawl(screen: Screen): Promise<void>;
  /** Faults, each with the act before it. */
  errors(): readonly string[];
  /** Writes the list of what was done, and returns the counts in lines. */
  report(name: string): readonly string[];
}

/** Prepares a page; before it is opened. */
export async function crawlerOf(page: Page): Promise<Crawler> {
  await page.addInitScript(installNames);
  await page.addInitScript(installCrawl);
  const notes = emptyNotes();
  const crawl: Crawl = { page, notes, base: null };
  watch(page, (what) => fail(notes, what));
  return {
    crawl: (screen) => crawlScreen(crawl, screen),
    errors: () => notes.errors,
    report: (name) => writeReport(notes, name),
  };
}

async function crawlScreen(crawl: Crawl, screen: Screen): Promise<void> {
  const { page, notes } = crawl;
  notes.now = `${screen.name}: entered`;
  try {
    await screen.enter();
  } catch (error) {
    // Noted with all other faults: an act on another screen may be the reason.
    return fail(notes, `there is no way to it: ${error instanceof Error ? error.message : String(error)}`);
  }
  crawl.base = (await settle(crawl)).overlay;
  await hoverAll(crawl, screen.name, screen.redrawn ? screen.name : '');
  if (screen.hoverOnly) return;
  if (screen.dark) {
    await page.emulateMedia({ colorScheme: 'dark' });
    await settle(crawl);
    await hoverAll(crawl, `${screen.name}, dark`, 'dark ');
    await page.emulateMedia({ colorScheme: 'light' });
  }
  await restore(crawl, screen);
  await focusAll(crawl, screen.name);
  await restore(crawl, screen);
  await dragAll(crawl, screen);
  await restore(crawl, screen);
  await clickAll(crawl, screen, 'click');
  await clickAll(crawl, screen, 'menu');
}
