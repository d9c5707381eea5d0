/**
 * Builds the program that Electron runs, into build/electron: the host, the programs it starts, the window, the page of the gpu engine and
 * the resources, in the folders that they have in the sources. `--output DIR` builds elsewhere.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildGpuPage } from './build-gpu-page.ts';
import { buildWindow, FOR_USE, hashOf } from './build-window.ts';

const root = join(import.meta.dirname, '..');

/** Read at run time by the host and its jobs; paths of the checkout. */
const COPIED = [
  ...['build/renderer', 'build/gpu-page', 'build/kernels.wasm'],
  ...['resources/onnx', 'resources/energy', 'resources/examples'],
];

/** Everything else that the program is made from, beside what is copied. */
const SOURCES = ['src-main', 'src-shared', 'src-gpu', 'electron.vite.config.ts', 'package-lock.json'];

/** Builds where something has changed. `say` is told before it takes long. Throws an Error that says what failed. */
export function buildElectron(output: string, say: (text: string) => void): void {
  buildWindow(say);
  buildGpuPage(say);
  const stamp = join(output, '.sources');
  const hash = hashOf([...SOURCES, ...COPIED]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say('building the Electron host …');
  rmSync(output, { recursive: true, force: true });
  const { status, error } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'error'],
    { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, ...FOR_USE, SPIKELOOM_ELECTRON_OUTPUT: output } },
  );
  if (error || status !== 0)
    throw new Error(`electron-vite build failed${error ? `: ${error.message}` : ` (exit status ${status})`}.`);
  for (const path of COPIED) cpSync(join(root, path), join(output, path), { recursive: true });
  writeFileSync(stamp, hash);
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { output: { type: 'string', default: join(root, 'build/electron') } } });
  buildElectron(resolve(values.output), (text) => process.stderr.write(`spikeloom: ${text}\n`));
}
