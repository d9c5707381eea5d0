/**
 * The example networks on all their images, against resources/examples/expected.json, and every change of one layer of theirs: minutes, so
 * not part of `npm test`.
 */
import { defineConfig } from 'vitest/config';
import { COMPILE_CACHE } from './scripts/setup.mjs';

export default defineConfig({
  test: {
    include: ['tests/examples/{all-settings,all-remedies,all-variants}.test.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    maxWorkers: 1,
    pool: 'forks',
    // For the threads and processes that tests start: they load as the program's own do.
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE },
  },
});
