/** Builds the page that hosts the gpu engine (build/gpu-page), or the page of units for tests, where its sources changed since it was built last. */
import { buildPages } from './build-window.ts';

const SOURCES = [
  ...['src-gpu-page', 'src-gpu', 'src-shared', 'src-main/onnx'],
  ...['vite.gpu-page.config.ts', 'scripts/build-window.ts', 'package-lock.json'],
];

/** Builds if that is needed. `say` is told before it takes long. Throws an Error that says what failed. */
export const buildGpuPage = (say: (text: string) => void): void =>
  buildPages(
    { name: 'the page of the gpu engine', sources: SOURCES, config: 'vite.gpu-page.config.ts', output: 'build/gpu-page' },
    say,
  );

/** Builds the page that runs single units of the engine in tests. As `buildGpuPage` otherwise. */
export const buildUnitPage = (say: (text: string) => void): void =>
  buildPages(
    {
      name: 'the page of units',
      sources: [...SOURCES, 'tests/support/gpu-unit-page'],
      config: 'vite.gpu-page.config.ts',
      mode: 'units',
      output: 'build/gpu-unit-page',
    },
    say,
  );

if (import.meta.main) buildGpuPage((text) => process.stderr.write(`spikeloom: ${text}\n`));
