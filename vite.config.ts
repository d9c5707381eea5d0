/** Builds the window (src-renderer) into build/renderer: the same pages for Electron and for the browser host. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { licencesPlugin } from './scripts/licences-plugin.ts';
import { windowStyles } from './src-shared/theme/window-styles.ts';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** `theme.css`, imported by the window's entry: written from the tokens at build time, so that no colour stands in two places. */
function themeStyles(): Plugin {
  const name = 'virtual:theme.css';
  return {
    name: 'theme-styles',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) => (id === `\0${name}` ? windowStyles : undefined),
  };
}

export default defineConfig({
  root: path('src-renderer'),
  // Electron loads the pages from a folder of its own.
  base: './',
  plugins: [react(), themeStyles(), licencesPlugin(path('.'))],
  build: {
    outDir: path('build/renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    chunkSizeWarningLimit: 6000,
  },
});
