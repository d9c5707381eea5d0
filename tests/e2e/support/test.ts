/**
 * The test of this folder: each has a folder of the user of its own, a host on it, and a page that must not throw. Nothing waits for a
 * time: only for what a person would see.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { prepared } from './files.ts';
import { type HostProcess, startHost } from './host.ts';

export interface Folders {
  /** Of the user: settings, recent projects, the example. */
  readonly user: string;
  /** Path of a name in a folder of the test. */
  readonly at: (name: string) => string;
}

export const test = base.extend<{ folders: Folders; host: HostProcess; example: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures are asked for from this pattern.
  folders: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'spikeloom-e2e-'));
    mkdirSync(join(folder, 'user'));
    await use({ user: join(folder, 'user'), at: (name) => join(folder, name) });
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  },
  host: async ({ folders }, use) => {
    const host = await startHost(folders.user);
    await use(host);
    await host.end();
  },
  /** Path of the example project, made already. */
  example: async ({ folders }, use) => {
    const path = join(folders.user, 'examples', 'ResNet-20.spikeloom');
    mkdirSync(join(folders.user, 'examples'));
    copyFileSync(prepared.example, path);
    await use(path);
  },
  page: async ({ page }, use) => {
    const thrown: string[] = [];
    page.on('pageerror', (error) => thrown.push(error.stack || error.message || `a ${error.name || 'nameless error'}`));
    await use(page);
    test.expect(thrown, 'errors thrown in the page').toEqual([]);
  },
});

export { expect, type Locator, type Page } from '@playwright/test';
