/**
 * How the window looks and whether everybody can use it: a picture of each screen, dark and light (build/screenshots), and axe's findings on
 * it. `npm run test:window` also takes the pictures of a large window.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { SCREENSHOTS, WHOLE_WINDOW } from './files.ts';
import { expect } from './test.ts';

const SCHEMES = ['light', 'dark'] as const;
/** The last size is that of every test (playwright.config.ts). */
const SIZES = [...(WHOLE_WINDOW ? [{ width: 1920, height: 1080 }] : []), { width: 1280, height: 800 }];

/** Until what changes by itself has come to rest: two pictures, and a graph that is laid out. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const graph = page.locator('.graph-canvas');
  if ((await graph.count()) > 0) await expect(graph).toHaveAttribute('aria-busy', 'false');
}

/** Takes the pictures of a screen and checks it. `moving`: it changes while it is looked at; one size is enough. */
export async function look(page: Page, name: string, { moving = false } = {}): Promise<void> {
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const size of moving ? SIZES.slice(-1) : SIZES) {
      await page.setViewportSize(size);
      await settle(page);
      const folder = join(SCREENSHOTS, `${scheme}-${size.width}x${size.height}`);
      mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
    }
    await checkAccess(page, `${name}, ${scheme}`, scheme === 'dark');
  }
}

/** No serious finding of axe; lesser ones are printed. `coloursOnly`: all else is the same in every scheme. */
async function checkAccess(page: Page, name: string, coloursOnly: boolean): Promise<void> {
  // Otherwise axe puts its findings together in a page that it opens for this alone. The window has no frames, so there is nothing to put together.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (coloursOnly ? axe.withRules(['color-contrast']) : axe).analyze();
  const isSerious = ({ impact }: (typeof violations)[number]): boolean => impact === 'serious' || impact === 'critical';
  const text = ({ id, help, nodes }: (typeof violations)[number]): string =>
    `${id}: ${help}: ${nodes
      .slice(0, 3)
      .map(({ html, any }) => `${html.slice(0, 160)} (${any[0]?.message ?? ''})`)
      .join(' | ')}`;
  for (const one of violations.filter((violation) => !isSerious(violation))) console.log(`    axe, ${name}: ${text(one)}`);
  expect.soft(violations.filter(isSerious).map(text), `serious findings of axe: ${name}`).toEqual([]);
}
