/** Entry of the Electron host, built into build/electron. All of its work is in `startElectron`, which tests run with a stand-in. */
import { join } from 'node:path';
import * as electron from 'electron';
import { messageOf } from '../../../src-shared/errors/index.ts';
import { type Message, onCommandLine } from '../../../src-shared/message/index.ts';
import { defaultUserFolder } from '../../runtime/user-folder.ts';
import { startElectron } from './start-electron.ts';

const warn = (message: Message): void => void process.stderr.write(`spikeloom: ${onCommandLine(message)}\n`);

// Not awaited here, because Electron becomes ready only after this module has finished.
startElectron(electron, {
  userFolder: defaultUserFolder(),
  pages: join(import.meta.dirname, '../../../build/renderer'),
  preload: join(import.meta.dirname, 'preload.cjs'),
  gpu: {
    pages: join(import.meta.dirname, '../../../build/gpu-page'),
    preload: join(import.meta.dirname, 'gpu-preload.cjs'),
  },
  argv: process.argv,
  folder: process.cwd(),
  platform: process.platform,
  runtime: `Electron ${process.versions.electron}`,
  warn,
}).catch((error: unknown) => {
  warn(messageOf(error));
  electron.app.exit(1);
});
