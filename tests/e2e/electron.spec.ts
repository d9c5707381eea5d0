/**
 * The same window in Electron, where Electron's program is present (its package downloads it on first use). Elsewhere these tests are
 * skipped, with the reason.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron as electron } from '@playwright/test';
import { buildElectron } from '../../scripts/build-electron.ts';
import { ROOT } from './support/files.ts';
import { expect, test } from './support/test.ts';
import { chooseBadge, nodeOf, untilOpen } from './support/workbench.ts';

const PACKAGE = join(ROOT, 'node_modules', 'electron');

/** Path of the program, or why there is none. */
function electronProgram(): { readonly path: string } | { readonly why: string } {
  const named = join(PACKAGE, 'path.txt');
  if (!existsSync(named))
    return { why: 'Electron’s program is not installed: its package downloads it on first use (npx electron --version)' };
  const path = join(PACKAGE, 'dist', readFileSync(named, 'utf8'));
  if (!existsSync(path)) return { why: `Electron’s program is not at ${path}` };
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return { why: 'there is no display (xvfb-run gives one)' };
  return { path };
}

const program = electronProgram();

test('the example in Electron: changed, closed, and there again', async ({ folders, example }) => {
  if ('why' in program) {
    console.log(`    SKIPPED in Electron: ${program.why}`);
    test.skip(true, program.why);
    return;
  }
  buildElectron(join(ROOT, 'build', 'electron'), () => {});
  const start = () =>
    electron.launch({
      executablePath: program.path,
      args: [...(process.geteuid?.() === 0 ? ['--no-sandbox'] : []), ROOT, example],
      env: { ...(process.env as Record<string, string>), SPIKELOOM_USER_FOLDER: folders.user },
    });
  const first = await start();
  const page = await first.firstWindow();
  await untilOpen(page);
  expect(await page.evaluate(() => [typeof window.require, typeof window.process])).toEqual(['undefined', 'undefined']);
  expect(await page.evaluate(() => window.open('https://example.org/'))).toBeNull();
  await chooseBadge(page, 'relu', 'Coding', 'rate');
  await first.close();
  const second = await start();
  const again = await second.firstWindow();
  await untilOpen(again);
  await expect(nodeOf(again, 'relu').getByRole('button', { name: 'Coding: rate. Change' })).toBeVisible();
  await second.close();
});

declare global {
  interface Window {
    readonly require?: unknown;
    readonly process?: unknown;
  }
}
