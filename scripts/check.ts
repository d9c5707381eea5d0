/**
 * `npm run check [-- NAME …]`: everything that is held to rules without being run: lint, types, layout, dependencies, the lock file. The checks
 * run beside each other, one on each core. What they print comes as each ends; it fails if one of them does.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Commands by name. The longest come first, so that none of them is still running alone at the end. */
const CHECKS: Readonly<Record<string, readonly string[]>> = {
  lint: ['eslint --max-warnings 0 .'],
  types: ['tsc -p .', 'tsc -p src-renderer', 'tsc -p tests/e2e', 'tsc -p src-gpu-page'],
  dependencies: ['node scripts/check-dependencies.ts'],
  format: ['biome format .'],
  lockfile: ['node scripts/check-lockfile.ts'],
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in CHECKS));
if (unknown.length > 0) {
  throw new Error(`There is no check ${unknown.join(', ')}; there are ${Object.keys(CHECKS).join(', ')}.`);
}

/** Runs a command of an installed package; true if it found nothing. */
function run(command: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    // The path of npm's scripts has the installed packages and the Node among them.
    const child = spawn(command, { cwd: root, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => said.push(part));
    child.once('error', reject);
    child.once('close', (status) => {
      process.stdout.write(Buffer.concat(said));
      if (status !== 0) console.log(`\n${command}: failed (exit status ${status})\n`);
      resolve(status === 0);
    });
  });
}

const waiting = (asked.length > 0 ? asked : Object.keys(CHECKS)).flatMap((name) => CHECKS[name]!);
const work = async (): Promise<boolean> => {
  let isFine = true;
  for (let command = waiting.shift(); command !== undefined; command = waiting.shift()) {
    if (!(await run(command))) isFine = false;
  }
  return isFine;
};
const ends = await Promise.all(Array.from({ length: availableParallelism() }, work));
process.exitCode = ends.every(Boolean) ? 0 : 1;
