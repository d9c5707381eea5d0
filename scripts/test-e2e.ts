/**
 * `npm run test:e2e [-- Playwright's options]`: builds the window and tests it in the system's Chromium. Where there is none the tests
 * are skipped, and said so. `npm run test:window` gives `whole` as the first argument, and does in full what the tests otherwise do in part.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { chromiumPath } from '../tests/support/chromium.ts';
import { buildWindow } from './build-window.ts';

const root = join(import.meta.dirname, '..');
const isWhole = process.argv[2] === 'whole';
const options = process.argv.slice(isWhole ? 3 : 2);

if (chromiumPath() === undefined) {
  console.error(
    '\nSKIPPED: the tests in a browser (tests/e2e). There is no Chromium on this machine; install it (Debian: apt-get install chromium), or name one with CHROMIUM=PATH.\n',
  );
} else {
  buildWindow((text) => console.error(`spikeloom: ${text}`));
  const { status, error } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/@playwright/test/cli.js'), 'test', ...options],
    { cwd: root, stdio: 'inherit', env: { ...process.env, ...(isWhole ? { SPIKELOOM_TEST_WINDOW: 'all' } : {}) } },
  );
  if (error) throw error;
  process.exitCode = status ?? 1;
}
