/**
 * Keeps the browser host running. The host is a child process. If it ends without being told to, it is started again at the same
 * port and with the same token, and open windows reconnect by themselves.
 */
import { fork } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

/** The messages of a host to its supervisor and back. */
export type FromHost = { readonly kind: 'ready'; readonly port: number; readonly token: string };
export type ToHost = { readonly kind: 'end' };

/** A host that crashes more often than this in this time would crash for ever. */
const MOST_ENDS = 5;
const ENDS_MS = 60_000;
/** Exit status for wrong usage. A restart with the same arguments would fail again. */
const WRONG_USAGE = 2;

const say = (text: string): void => void process.stderr.write(`spikeloom: ${text}\n`);

/** Runs the host with the arguments of a command line until it is told to end. The exit status is that of the host. */
export async function superviseHost(args: readonly string[]): Promise<void> {
  const ends: number[] = [];
  let address: FromHost | undefined;
  for (;;) {
    const { status, ready, wasTold } = await runOnce(address ? argsAgain(args, address.port) : args, address?.token);
    address = ready ?? address;
    if (wasTold || !address || status === WRONG_USAGE) {
      process.exitCode = status;
      return;
    }
    const now = performance.now();
    ends.push(now);
    if (ends.filter((at) => now - at < ENDS_MS).length > MOST_ENDS) {
      say(`the host ended ${MOST_ENDS + 1} times within a minute and is not started again; what was done is kept.`);
      process.exitCode = 1;
      return;
    }
    say(`the host ended before its time (status ${status}) and is started again; windows that are open come back by themselves.`);
  }
}

/** The command line of a restarted host: the same port, and no second window. The token passes through the environment. */
function argsAgain(args: readonly string[], port: number): string[] {
  const kept = args.filter(
    (arg, index) => !['--open', '--new-token'].includes(arg) && !/^--port(=|$)/.test(arg) && args[index - 1] !== '--port',
  );
  return [...kept, '--port', String(port)];
}

interface Ended {
  readonly status: number;
  /** The host's `ready` message; undefined if it never sent one. */
  readonly ready: FromHost | undefined;
  /** True if a signal to this process, or Ctrl-C, ended the host. */
  readonly wasTold: boolean;
}

function runOnce(args: readonly string[], token: string | undefined): Promise<Ended> {
  const child = fork(fileURLToPath(new URL('main.ts', import.meta.url)), args, {
    env: { ...process.env, ...(token === undefined ? {} : { SPIKELOOM_TOKEN: token }) },
  });
  let ready: FromHost | undefined;
  let wasTold = false;
  child.on('message', (message: FromHost) => {
    ready = message;
  });
  const end = (signal: NodeJS.Signals): void => {
    // A second Ctrl-C kills the host at once.
    if (wasTold && signal === 'SIGINT') child.kill('SIGKILL');
    wasTold = true;
    // A Ctrl-C also reaches the host directly. A message, unlike a second signal, does not look like a second Ctrl-C to it.
    if (child.connected) child.send({ kind: 'end' } satisfies ToHost, () => {});
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, end);
  return new Promise((resolve) => {
    const settle = (status: number): void => {
      for (const signal of signals) process.off(signal, end);
      resolve({ status, ready, wasTold });
    };
    child.once('error', () => settle(1));
    child.once('exit', (status, signal) => settle(status ?? 128 + constants.signals[signal!]));
  });
}
