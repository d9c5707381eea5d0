/** `npm run test:window`, first part: all of the contract on the Electron host. Its second part is the whole of the tests in a browser. */
import { defineConfig } from 'vitest/config';
import { COMPILE_CACHE } from './scripts/setup.mjs';

export default defineConfig({
  test: {
    include: ['tests/contract/electron-host.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    env: { SPIKELOOM_TEST_WINDOW: 'all', NODE_COMPILE_CACHE: COMPILE_CACHE },
  },
});
