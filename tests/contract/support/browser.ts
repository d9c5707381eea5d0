/** The browser host, over a real WebSocket. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { newToken } from '../../../src-main/hosts/browser/access.ts';
import type { HostUnderTest, RunningHost, Transport } from './host-under-test.ts';

const MAIN = join(import.meta.dirname, '..', '..', '..', 'src-main', 'hosts', 'browser', 'main.ts');
/** As `npm start` runs it. */
export const SUPERVISED = join(import.meta.dirname, 'supervised-host.ts');

export interface RunningBrowserHost extends RunningHost {
  /** The page's address, as it was printed; its code is used, unless the token was given. */
  readonly address: URL;
  readonly token: string;
  /** Resolves when the process is gone, however. */
  readonly ended: Promise<unknown>;
}

/** Starts the host's program; `env` on top of this process's. */
export async function startBrowserProgram(
  userFolder: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
  program = MAIN,
): Promise<RunningBrowserHost> {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, SPIKELOOM_USER_FOLDER: userFolder, ...env },
  });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([
    once(lines, 'line'),
    ended.then(() => Promise.reject(new Error('the host ended before it printed its address'))),
  ])) as [string];
  let address = new URL(line);
  // An address lets one window in; the host then prints the next.
  lines.on('line', (next: string) => (address = new URL(next)));
  const token = env.SPIKELOOM_TOKEN ?? (await tokenOf(address));
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return {
    pid: child.pid!,
    get address() {
      return address;
    },
    token,
    ended,
    connect: () => connect(address, token),
    kill: () => stop('SIGKILL'),
    end: () => stop('SIGINT'),
  };
}

/** The token, which the window gets for the code of the address; the code is used up then. */
async function tokenOf({ origin, searchParams }: URL): Promise<string> {
  const answer = await fetch(`${origin}/session?code=${searchParams.get('code')}&nonce=${newToken()}`, {
    method: 'POST',
    headers: { Origin: origin },
  });
  if (!answer.ok) throw new Error(await answer.text());
  return ((await answer.json()) as { readonly token: string }).token;
}

async function connect(address: URL, token: string): Promise<Transport> {
  const socket = new WebSocket(`ws://${address.host}/socket?token=${token}`, { origin: address.origin });
  await once(socket, 'open');
  return {
    send: (message) => socket.send(JSON.stringify(message)),
    onMessage: (listener) => socket.on('message', (data: Buffer) => listener(JSON.parse(data.toString()))),
    close: () => socket.terminate(),
  };
}

export const browserHost: HostUnderTest = {
  name: 'browser',
  start: (userFolder) => startBrowserProgram(userFolder, ['--pages', tinyPages(userFolder)]),
};

/** A built window of two files, for tests of the host that must not wait for a build. */
export function tinyPages(within: string): string {
  const folder = join(within, 'pages');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Spikeloom</title>');
  writeFileSync(join(folder, 'assets', 'index.js'), 'export {};');
  return folder;
}
