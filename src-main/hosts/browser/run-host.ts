/**
 * The browser host as a program: prints the address of the window and serves it until it is told to end. It reuses the port and
 * the token of the last start if it can, so that an open tab finds it again. `--pages` names a built window other than
 * build/renderer. `--new-token` makes a new token, which shuts out every earlier page. SPIKELOOM_USER_FOLDER names another user
 * folder. SPIKELOOM_TOKEN gives the token, so that the supervisor can restart a host unchanged.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type Message, onCommandLine, option, say } from '../../../src-shared/message/index.ts';
import { defaultUserFolder } from '../../runtime/user-folder.ts';
import { userPaths } from '../../workbench/index.ts';
import { newToken } from './access.ts';
import { type BrowserHost, type BrowserHostOptions, isPortTaken, startBrowserHost } from './browser-host.ts';
import { keepAddress, readKeptAddress } from './kept-address.ts';
import { openInBrowser } from './open-in-browser.ts';
import type { FromHost, ToHost } from './supervise.ts';

/** Time for an orderly end. After that, the process exits anyway. */
const END_MS = 900;
/** Lifetime of the address passed to the browser, because other users can see the arguments of programs. */
const OPEN_SECONDS = 60;

const tell = (text: Message): void => void process.stderr.write(`spikeloom: ${onCommandLine(text)}\n`);

/** Runs the host with the arguments of a command line. Bad arguments give a message on standard error and exit status 2. */
export async function runHost(args: readonly string[]): Promise<void> {
  try {
    await serve(args);
  } catch (error) {
    tell(messageOf(error));
    process.exitCode = 2;
    if (process.connected) process.disconnect();
  }
}

async function serve(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      open: { type: 'boolean' },
      example: { type: 'boolean' },
      pages: { type: 'string' },
      'new-token': { type: 'boolean' },
    },
  });
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string };
  const query = values.example ? '&open=example' : '';
  const host = await startKept(
    {
      userFolder: defaultUserFolder(),
      version,
      onCode: (code) => {
        if (code === 'used') tell(USED_TWICE);
        // The printed address has been used up, so a new one is printed.
        else process.stdout.write(`${host.address()}${query}\n`);
      },
      ...(values.pages === undefined ? {} : { pages: values.pages }),
    },
    values.port === undefined ? undefined : portOf(values.port),
    values['new-token'] === true,
  );
  process.stdout.write(`${host.address()}${query}\n`);
  if (values.open) openInBrowser(`${host.address(OPEN_SECONDS)}${query}`);
  endWhenTold(host);
  if (process.connected) process.send!({ kind: 'ready', port: host.port, token: host.token } satisfies FromHost);
}

const USED_TWICE = say`an address was opened a second time and was refused. If you did not do that, somebody else on this machine may have opened it before you: end Spikeloom, and start it with ${option('new-token')}.`;

/** Starts the host at the port and with the token of the last start. The token is never used at another port. */
async function startKept(options: BrowserHostOptions, wanted: number | undefined, isNew: boolean): Promise<BrowserHost> {
  const given = process.env.SPIKELOOM_TOKEN;
  // Child processes must not inherit the token.
  delete process.env.SPIKELOOM_TOKEN;
  const path = userPaths(options.userFolder).address;
  if (given !== undefined || wanted === 0)
    return startBrowserHost({ ...options, port: wanted ?? 0, ...(given === undefined ? {} : { token: checkedToken(given) }) });
  const kept = readKeptAddress(path);
  const port = wanted ?? kept?.port ?? 0;
  const token = kept && kept.port === port && !isNew ? kept.token : newToken();
  try {
    const host = await startBrowserHost({ ...options, port, token });
    keepAddress(path, { port: host.port, token });
    return host;
  } catch (error) {
    if (wanted !== undefined || !isPortTaken(error)) throw error;
    tell(
      `port ${port} is in use, by another window's program or somebody else's; windows of that address have to be opened at this one:`,
    );
    return startBrowserHost(options);
  }
}

function endWhenTold(host: BrowserHost): void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), END_MS).unref();
    void host.close().finally(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // A second Ctrl-C exits at once. Under a supervisor every Ctrl-C arrives twice, so this rule does not apply there.
      if (ending && !process.connected) process.exit(130);
      end();
    });
  }
  process.on('message', (message: ToHost) => message.kind === 'end' && end());
  // Without its supervisor the host would never be told to end.
  process.on('disconnect', end);
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new SpikeloomError(
    'option.invalid',
    say`${option('port')} ${text}: must be a whole number below 65536; 0 for any that is free.`,
  );
}

function checkedToken(token: string): string {
  if (/^[\w-]{32,}$/.test(token)) return token;
  throw new SpikeloomError('option.invalid', 'SPIKELOOM_TOKEN must be 32 or more letters, digits, - or _.');
}
