/** The Electron host, with a stand-in for Electron, over the messages of its pages. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FromProgram, ToProgram } from './electron-program.ts';
import type { HostUnderTest, Transport } from './host-under-test.ts';

export const electronHost: HostUnderTest = {
  name: 'electron',
  start: async (userFolder) => {
    const child = fork(join(import.meta.dirname, 'electron-program.ts'), [], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      serialization: 'advanced',
      env: { ...process.env, SPIKELOOM_USER_FOLDER: userFolder },
    });
    const ended = once(child, 'exit');
    const listeners = new Map<number, (message: unknown) => void>();
    await new Promise<void>((resolve, reject) => {
      child.on('message', (message: FromProgram) => {
        if (message === 'ready') resolve();
        else listeners.get(message.page)?.(message.message);
      });
      void ended.then(() => reject(new Error('the host ended before it was ready')));
    });
    let pages = 0;
    const connect = (): Transport => {
      const page = ++pages;
      const tell = (message: ToProgram): void => {
        if (child.connected) child.send(message);
      };
      return {
        send: (message) => tell({ page, message }),
        onMessage: (listener) => listeners.set(page, listener),
        close: () => tell({ page, gone: true }),
      };
    };
    const stop = async (signal: NodeJS.Signals): Promise<void> => {
      child.kill(signal);
      await ended;
    };
    return { pid: child.pid!, connect: () => Promise.resolve(connect()), kill: () => stop('SIGKILL'), end: () => stop('SIGINT') };
  },
};
