/**
 * Builds the Electron host into build/electron: the main process and the programs it starts (jobs, threads) keep the folders of their
 * sources, so that each finds the others and the resources as it does in the sources; each preload script is one file. The window and the page
 * of the gpu engine are built by vite alone and copied (scripts/build-electron.ts).
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const OUTPUT = process.env.SPIKELOOM_ELECTRON_OUTPUT ?? fileURLToPath(new URL('build/electron', import.meta.url));
const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Programs name the files of others as sources: `new URL('job-entry.ts', import.meta.url)`. What is built ends in `.js`. */
function builtNames(): Plugin {
  const named = /new URL\('([\w./-]+)\.ts', import\.meta\.url\)/g;
  return {
    name: 'built-names',
    // On the sources as they are written.
    enforce: 'pre',
    transform: (code) => {
      const built = code.replaceAll(named, "new URL('$1.js', import.meta.url)");
      return built === code ? undefined : built;
    },
  };
}

export default defineConfig({
  main: {
    plugins: [builtNames()],
    build: {
      outDir: OUTPUT,
      target: 'node24',
      minify: false,
      externalizeDeps: true,
      rollupOptions: {
        input: [
          'src-main/hosts/electron/main.ts',
          'src-main/services/jobs/job-entry.ts',
          'src-main/engines/cpu/worker/main.ts',
          'src-main/services/run/bench/float-worker.ts',
        ].map(path),
        output: { format: 'es', preserveModules: true, preserveModulesRoot: path('.'), entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: join(OUTPUT, 'src-main/hosts/electron'),
      emptyOutDir: false,
      // A sandboxed script can load nothing else, not even what two of them share.
      externalizeDeps: false,
      isolatedEntries: true,
      rollupOptions: {
        input: ['src-main/hosts/electron/preload.ts', 'src-main/hosts/electron/gpu-preload.ts'].map(path),
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
});
