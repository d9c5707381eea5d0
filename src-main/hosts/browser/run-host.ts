/**
 * The browser host as a program: prints the address of the window and serves it until it is told to end. `--pages` names another
 * built window than build/renderer. SPIKELOOM_USER_FOLDER names another folder of the user; SPIKELOOM_TOKEN a fixed token, for tests that restart the host under an open window.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { defaultUserFolder } from '../../workbench/index.ts';
import { startBrowserHost } from './browser-host.ts';
import { openInBrowser } from './open-in-browser.ts';

/** Longest that ending in order may take before it ends anyway. */
const END_MS = 900;

/** Runs the host with the arguments of a command line. Bad ones are told on standard error, with exit status 2. */
export async function runHost(args: readonly string[]): Promise<void> {
  try {
    await serve(args);
  } catch (error) {
    process.stderr.write(`spikeloom: ${messageOf(error)}\n`);
    process.exitCode = 2;
  }
}

async function serve(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { port: { type: 'string' }, open: { type: 'boolean' }, example: { type: 'boolean' }, pages: { type: 'string' } },
  });
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string };
  const host = await startBrowserHost({
    userFolder: defaultUserFolder(),
    version,
    port: portOf(values.port),
    ...tokenOf(process.env.SPIKELOOM_TOKEN),
    ...(values.pages === undefined ? {} : { pages: values.pages }),
  });
  const address = `${host.address}${values.example ? '&open=example' : ''}`;
  process.stdout.write(`${address}\n`);
  if (values.open) openInBrowser(address);
  let ending = false;
  const end = (): void => {
    // The second time somebody means it.
    if (ending) process.exit(130);
    ending = true;
    setTimeout(() => process.exit(1), END_MS).unref();
    void host.close().finally(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}

function portOf(text = '0'): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new SpikeloomError('option.invalid', `--port ${text}: must be a whole number below 65536; 0 for any that is free.`);
}

function tokenOf(token: string | undefined): { readonly token?: string } {
  if (token === undefined) return {};
  if (/^[\w-]{32,}$/.test(token)) return { token };
  throw new SpikeloomError('option.invalid', 'SPIKELOOM_TOKEN must be 32 or more letters, digits, - or _.');
}
