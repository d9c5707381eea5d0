/** Builds the window (build/renderer) where its sources changed since it was built last; within milliseconds where they did not. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Everything that the window is made from: sources, tables that they import, how it is built, and with which packages. */
const SOURCES = [
  'src-renderer',
  'src-shared',
  'resources/energy',
  'vite.config.ts',
  'scripts/build-window.ts',
  'package-lock.json',
];
/** Whoever builds: a test's own environment would have React check everything, twice. */
export const FOR_USE = { NODE_ENV: 'production' };

export interface Pages {
  /** Name of the pages, as messages of the build give it. */
  readonly name: string;
  /** Paths of the checkout: everything that they are made from, how they are built, and where that goes. */
  readonly sources: readonly string[];
  readonly config: string;
  /** The mode that the configuration builds in, if it has several. */
  readonly mode?: string;
  readonly output: string;
}

/** Builds the window if that is needed. `say` is told before it takes long. Throws an Error that says what failed. */
export const buildWindow = (say: (text: string) => void): void =>
  buildPages({ name: 'the window', sources: SOURCES, config: 'vite.config.ts', output: 'build/renderer' }, say);

/** Builds pages with vite, as `buildWindow`. */
export function buildPages({ name, sources, config, mode, output }: Pages, say: (text: string) => void): void {
  const hash = hashOf(sources);
  // Inside what is built, so that removing it builds again.
  const stamp = join(root, output, '.sources');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say(`building ${name} …`);
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  // Standard output belongs to whoever prints the address.
  const args = ['build', '--config', config, ...(mode === undefined ? [] : ['--mode', mode]), '--logLevel', 'warn'];
  const { status, error } = spawnSync(process.execPath, [vite, ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ...FOR_USE },
  });
  if (error || status !== 0) throw new Error(`vite build failed${error ? `: ${error.message}` : ` (exit status ${status})`}.`);
  writeFileSync(stamp, hash);
}

/** Hash of the contents of files and folders of the checkout. */
export function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesIn))
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** The files below a path of the checkout, or the path itself. Tests are no part of the window. */
function filesIn(path: string): string[] {
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}
