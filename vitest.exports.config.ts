/** `npm run test:exports`: all golden networks, spiking forms and examples through every exporter. It takes some minutes. */
import { defineConfig } from 'vitest/config';
import { COMPILE_CACHE } from './scripts/setup.mjs';

export default defineConfig({
  test: {
    testTimeout: 1_200_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
    pool: 'forks',
    env: { SPIKELOOM_TEST_EXPORTS: 'all', NODE_COMPILE_CACHE: COMPILE_CACHE },
    include: ['src-main/export/**/*.test.ts', 'tests/exports/*.test.ts', 'tests/golden/onnx-units.test.ts'],
  },
});
