/** The example networks on all their images, against resources/examples/expected.json: minutes, so not part of `npm test`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/examples/all-settings.test.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    maxWorkers: 1,
    pool: 'forks',
  },
});
