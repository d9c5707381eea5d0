/** Builds the page of the gpu engine (src-gpu-page) into build/gpu-page: for the hidden window of Electron, and for tests in Chromium. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  root: path('src-gpu-page'),
  base: './',
  build: {
    outDir: path('build/gpu-page'),
    emptyOutDir: true,
    target: 'chrome140',
    modulePreload: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 6000,
  },
});
