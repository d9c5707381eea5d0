import { defineConfig } from 'vitest/config';
import { COMPILE_CACHE } from './scripts/setup.mjs';

export default defineConfig({
  test: {
    include: ['src-*/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['tests/examples/all-settings.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    pool: 'forks',
    // For the threads and processes that tests start: they load as the program's own do.
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE },
  },
});
