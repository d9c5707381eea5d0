/**
 * Builds the page of the gpu engine (src-gpu-page) into build/gpu-page: for the hidden window of Electron, and for tests in Chromium. In the mode
 * `units` it builds a page for tests alone, which runs single units (tests/support/gpu-unit-page), into build/gpu-unit-page.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig(({ mode }) => ({
  root: path(mode === 'units' ? 'tests/support/gpu-unit-page' : 'src-gpu-page'),
  base: './',
  build: {
    outDir: path(mode === 'units' ? 'build/gpu-unit-page' : 'build/gpu-page'),
    emptyOutDir: true,
    target: 'chrome140',
    modulePreload: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 6000,
  },
}));
