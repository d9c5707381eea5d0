/**
 * `npm run test:gpu`: everything that the gpu engine is held to, on the software adapter and both kinds of host. The differential tests take some ten
 * minutes, the golden networks more than an hour on one core; the name of a file runs a part.
 */
import { defineConfig } from 'vitest/config';
import { softwareVulkan } from './tests/support/software-vulkan.ts';

Object.assign(process.env, softwareVulkan());

export default defineConfig({
  test: {
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
    pool: 'forks',
    env: { SPIKELOOM_TEST_GPU: 'all' },
    include: [
      'src-gpu/**/*.test.ts',
      'src-main/engines/gpu/*.test.ts',
      'src-main/hosts/electron/gpu-*.test.ts',
      'tests/**/gpu-*.test.ts',
    ],
  },
});
