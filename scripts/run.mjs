/**
 * `node scripts/run.mjs FILE …`: sets the checkout up, then runs a TypeScript file of it on the installed Node 24 with the
 * arguments that follow: in this process where it is that Node (as in every npm script), otherwise in one that it starts, whose
 * exit status is this one's and which signals reach.
 */
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import * as module from 'node:module';
import { constants } from 'node:os';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { COMPILE_CACHE, node24, setUp } from './setup.mjs';

const [file, ...args] = process.argv.slice(2);
try {
  setUp();
} catch (error) {
  process.stderr.write(`spikeloom: ${error.message}\n`);
  process.exit(1);
}

const program = resolve(dirname(dirname(fileURLToPath(import.meta.url))), file);
const parent = process.ppid;
/** npm hands SIGTERM to the shell it runs a script with, and that shell dies without handing it on. */
const whenOrphaned = (end) => setInterval(() => process.ppid !== parent && end(), 500).unref();

if (process.execPath === realpathSync(node24)) {
  // Compiled code is kept between runs: that halves the start. From here on, so that the program's own file is among it.
  module.enableCompileCache(COMPILE_CACHE);
  process.argv = [process.execPath, program, ...args];
  whenOrphaned(() => process.kill(process.pid, 'SIGTERM'));
  await import(pathToFileURL(program));
} else {
  const child = spawn(node24, [program, ...args], {
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal sends SIGINT to the whole group, this process included; it must outlive the child to hand on how it ended.
    process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
  }
  whenOrphaned(() => child.kill('SIGTERM'));
  child.once('error', (error) => {
    process.stderr.write(`spikeloom: ${node24} cannot be started: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.once('exit', (status, signal) => {
    process.exitCode = status ?? 128 + constants.signals[signal];
  });
}
