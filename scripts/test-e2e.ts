/**
 * `npm run test:e2e [-- Playwright's options]`: builds the window and tests it in the system's Chromium. Where there is none the tests
 * are skipped, and said so.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { chromiumPath } from '../tests/support/chromium.ts';
import { buildWindow } from './build-window.ts';

const root = join(import.meta.dirname, '..');

if (chromiumPath() === undefined) {
  console.error(
    '\nSKIPPED: the tests in a browser (tests/e2e). There is no Chromium on this machine; install it (Debian: apt-get install chromium), or name one with CHROMIUM=PATH.\n',
  );
} else {
  buildWindow((text) => console.error(`spikeloom: ${text}`));
  const { status, error } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/@playwright/test/cli.js'), 'test', ...process.argv.slice(2)],
    { cwd: root, stdio: 'inherit' },
  );
  if (error) throw error;
  process.exitCode = status ?? 1;
}
