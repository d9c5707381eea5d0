/** The browser host as a process of its own, which a test can kill and start again under an open window. */
import { randomBytes } from 'node:crypto';
import { type RunningBrowserHost, startBrowserProgram, SUPERVISED } from '../../contract/support/browser.ts';
import { type TestWindow, testWindow } from '../../contract/support/window.ts';

export interface HostProcess {
  readonly pid: number;
  /** Address of the page; `open`: the project that it opens. */
  address(open?: string): string;
  /** The address that was printed when it was started the last time. */
  newest(): string;
  /** A window without a page, which can start what a page would have to be clicked for. */
  connect(): Promise<TestWindow>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** Starts it again, at the same address. */
  restart(): Promise<void>;
  end(): Promise<void>;
}

/** Starts the host on a folder of the user; `supervised`: as `npm start` does, so that it comes back by itself. */
export async function startHost(userFolder: string, { supervised = false } = {}): Promise<HostProcess> {
  const SPIKELOOM_TOKEN = randomBytes(32).toString('base64url');
  const start = (port: string): Promise<RunningBrowserHost> =>
    startBrowserProgram(userFolder, ['--port', port], { SPIKELOOM_TOKEN }, supervised ? SUPERVISED : undefined);
  let running = await start('0');
  let isGone = false;
  return {
    get pid() {
      return running.pid;
    },
    address(open) {
      const url = new URL(running.address);
      if (open !== undefined) url.searchParams.set('open', open);
      return url.href;
    },
    newest: () => running.address.href,
    connect: async () => testWindow(await running.connect()),
    kill: async () => {
      isGone = true;
      await running.kill();
    },
    restart: async () => {
      running = await start(running.address.port);
      isGone = false;
    },
    end: async () => {
      if (!isGone) await running.end();
    },
  };
}
