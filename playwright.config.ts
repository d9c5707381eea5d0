/** Tests in a real browser (tests/e2e): the system's Chromium against the browser host. `npm run test:e2e` starts them. */
import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGS, chromiumPath } from './tests/support/chromium.ts';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'build/e2e/results',
  // Each test has a folder, a host and a browser of its own. A test mostly waits for its page, so that two beside each other take little longer than one.
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  // On a busy machine a browser may be late; what needed another try is listed as flaky at the end, never hidden.
  retries: 2,
  timeout: 600_000,
  expect: { timeout: 40_000 },
  reporter: [['list', { printSteps: false }]],
  use: {
    viewport: { width: 1280, height: 800 },
    actionTimeout: 40_000,
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: chromiumPath() ?? '', args: [...CHROMIUM_ARGS] },
  },
  projects: [
    { name: 'prepare', testMatch: /prepare\.ts$/ },
    { name: 'window', testMatch: /\.spec\.ts$/, dependencies: ['prepare'] },
  ],
});
