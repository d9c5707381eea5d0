/**
 * `node scripts/run.mjs FILE …`: sets the checkout up, then runs a TypeScript file of it on the installed Node 24 with the
 * arguments that follow. The file's exit status is this one's, and signals reach it.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node24, setUp } from './setup.mjs';

const [file, ...args] = process.argv.slice(2);
try {
  setUp();
} catch (error) {
  process.stderr.write(`spikeloom: ${error.message}\n`);
  process.exit(1);
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const child = spawn(node24, [resolve(root, file), ...args], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // A terminal sends SIGINT to the whole group, this process included; it must outlive the child to hand on how it ended.
  process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
}
// npm hands SIGTERM to the shell it runs a script with, and that shell dies without handing it on.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
child.once('error', (error) => {
  process.stderr.write(`spikeloom: ${node24} cannot be started: ${error.message}\n`);
  process.exitCode = 1;
});
child.once('exit', (status, signal) => {
  process.exitCode = status ?? 128 + constants.signals[signal];
});
