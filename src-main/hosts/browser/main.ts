/**
 * Entry of the browser host: `node src-main/hosts/browser/main.ts [--port N] [--open] [--example]`. Prints the address of the window and
 * serves it until it is told to end. SPIKELOOM_USER_FOLDER names another folder of the user, SPIKELOOM_TOKEN a fixed token, for
 * tests that restart the host under an open window.
 */
import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { defaultUserFolder } from '../../workbench/index.ts';
import { startBrowserHost } from './browser-host.ts';
import { openInBrowser } from './open-in-browser.ts';

enableCompileCache();

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, open: { type: 'boolean' }, example: { type: 'boolean' } },
  });
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string };
  const { SPIKELOOM_TOKEN: token } = process.env;
  const host = await startBrowserHost({
    ...{ userFolder: defaultUserFolder(), version, port: portOf(values.port) },
    ...(token ? { token } : {}),
  });
  const address = `${host.address}${values.example ? '&open=example' : ''}`;
  process.stdout.write(`${address}\n`);
  if (values.open) openInBrowser(address);
  let ending = false;
  const end = (): void => {
    // The second time somebody means it.
    if (ending) process.exit(130);
    ending = true;
    void host.close().finally(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}

function portOf(text = '0'): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new SpikeloomError('option.invalid', `--port ${text}: must be a whole number below 65536; 0 for any that is free.`);
}

main().catch((error: unknown) => {
  process.stderr.write(`spikeloom: ${messageOf(error)}\n`);
  process.exitCode = error instanceof SpikeloomError ? 2 : 1;
});
