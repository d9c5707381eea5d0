import { defineConfig } from 'vitest/config';
import { COMPILE_CACHE } from './scripts/setup.mjs';
import { softwareVulkan } from './tests/support/software-vulkan.ts';
import { hasWideVectors, JOIN_VECTORS } from './src-main/runtime/wide-vectors.ts';

// The processes of the tests inherit them; a library path counts from a process's start.
Object.assign(process.env, softwareVulkan());

/** Tests of code that keeps nothing which one file could leave behind for the next: no commands or views, no settings, no device. */
const IN_ONE_PROCESS = [
  'src-shared/**/*.test.{ts,tsx}',
  'src-main/{calibrate,convert,export,onnx,report}/**/*.test.ts',
  'src-main/services/{fit,model,view}/**/*.test.ts',
];

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    pool: 'forks',
    // For the threads and processes that tests start: they load as the program's own do.
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE },
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: ['src-*/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
          // The golden networks and the engine's own tests take a minute each, and run with optimised kernels below. Units, ties, sessions and the differential tests cover kernels as V8
          // compiles them first.
          exclude: [
            ...IN_ONE_PROCESS,
            'tests/examples/{all-settings,all-remedies,all-variants,gpu-answers}.test.ts',
            'tests/golden/nets.test.ts',
            'src-main/engines/cpu/cpu-engine.test.ts',
          ],
        },
      },
      // A process loads the code once for all files that it gets, in place of once for each, which took longer than most of these tests.
      {
        extends: true,
        test: { name: 'in one process', include: IN_ONE_PROCESS, isolate: false },
      },
      // V8 compiles a kernel first quickly, and anew once it was called often, which it rarely is in a test: here well, and wide, at once.
      {
        extends: true,
        test: {
          name: 'optimised kernels',
          include: ['tests/golden/{cpu-units,ties,nets}.test.ts', 'src-main/engines/cpu/{worker/*,cpu-engine}.test.ts'],
          execArgv: ['--no-liftoff', ...(hasWideVectors ? [JOIN_VECTORS] : [])],
        },
      },
    ],
  },
});
