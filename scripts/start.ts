/**
 * `npm start [-- OPTIONS]`: the window. In Electron where its program is installed and there is a display;
 * otherwise in a browser of this machine, and without a display the address is printed. Without arguments the example project opens.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildElectron } from './build-electron.ts';
import { buildWindow } from './build-window.ts';

const root = join(import.meta.dirname, '..');
const ELECTRON = join(root, 'node_modules/electron');

const say = (text: string): void => void process.stderr.write(`spikeloom: ${text}\n`);

/** Electron's program; undefined where it was not downloaded. Asking the package for it would download it. */
function electronProgram(): string | undefined {
  const pathFile = join(ELECTRON, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const program = join(ELECTRON, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(program) ? program : undefined;
}

const USAGE = `Usage: npm start -- [OPTIONS]

Opens the window: in Electron if its program is installed and there is a display, otherwise in a browser of this machine.

  --example    open the example project (also if no option is given)
  --browser    in a browser, even if Electron's program is installed
  --port N     browser: serve the window at this port
  --new-token  browser: make a new token, which shuts out every earlier page
  --help       print this text
`;

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const given = process.argv.slice(2);
if (given.includes('--help') || given.includes('-h')) {
  process.stdout.write(USAGE);
  process.exit();
}
const inBrowser = given.includes('--browser');
const options = given.filter((option) => option !== '--browser');
const args = options.length === 0 ? ['--example'] : options;

const program = hasDisplay && !inBrowser ? electronProgram() : undefined;
try {
  if (program === undefined) buildWindow(say);
  else buildElectron(join(root, 'build/electron'), say);
} catch (error) {
  say((error as Error).message);
  process.exit(1);
}

if (program !== undefined) {
  // Electron starts what package.json names as `main`.
  const child = spawn(program, [root, ...args], { cwd: root, stdio: 'inherit' });
  child.once('error', (error) => {
    say(`${program} cannot be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.once('exit', (status) => {
    process.exitCode = status ?? 1;
  });
} else {
  if (hasDisplay && !inBrowser) say("Electron's program is not installed; the window opens in the browser.");
  if (!hasDisplay) say('there is no display; open this address in a browser of this machine:');
  const { superviseHost } = await import('../src-main/hosts/browser/supervise.ts');
  await superviseHost([...args, ...(hasDisplay ? ['--open'] : [])]);
}
