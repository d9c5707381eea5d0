/** Builds the window (src-renderer) into build/renderer: the same pages for Electron and for the browser host. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  root: path('src-renderer'),
  // Electron loads the pages from a folder of its own.
  base: './',
  plugins: [react()],
  build: { outDir: path('build/renderer'), emptyOutDir: true, target: 'chrome140', chunkSizeWarningLimit: 6000 },
});
