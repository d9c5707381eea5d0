/**
 * The Electron host as a program of its own, with the stand-in in Electron's place. The test speaks for its pages: over the channel
 * of child processes, each message with the number of its page.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StandInPage, electronStandIn } from '../../support/electron-stand-in.ts';
import { CHANNELS } from '../../../src-main/hosts/electron/channels.ts';
import { startElectron } from '../../../src-main/hosts/electron/start-electron.ts';
import { onCommandLine } from '../../../src-shared/message/index.ts';

/** From the test: a message of a page, or that the page is gone. */
export type ToProgram = { readonly page: number; readonly message: unknown } | { readonly page: number; readonly gone: true };
/** To the test: ready, or a message for a page. */
export type FromProgram = 'ready' | { readonly page: number; readonly message: unknown };

const standIn = electronStandIn();
const userFolder = process.env.SPIKELOOM_USER_FOLDER!;
const tell = (message: FromProgram): void => void process.send!(message);

const pages = new Map<number, StandInPage>();
function pageOf(number: number): StandInPage {
  const known = pages.get(number);
  if (known) return known;
  const page = new StandInPage();
  // As it crosses in Electron: a copy.
  page.send = (channel, data) => channel === CHANNELS.toWindow && tell({ page: number, message: structuredClone(data) });
  pages.set(number, page);
  return page;
}

process.on('message', (told: ToProgram) => {
  const page = pageOf(told.page);
  if ('message' in told) {
    standIn.ipc.emit(CHANNELS.toServices, { sender: page, senderFrame: page.mainFrame }, told.message);
    return;
  }
  page.isGone = true;
  page.emit('destroyed');
});
process.on('disconnect', () => process.exit(1));
// As a person quits: the host closes everything first.
process.on('SIGINT', () => standIn.app.emit('will-quit', { preventDefault: () => {} }));
standIn.onQuit = () => process.exit(0);
// A test reads which path was shown.
standIn.onShow = (path) => writeFileSync(join(userFolder, 'shown'), path);

await startElectron(standIn.electron, {
  userFolder,
  pages: join(userFolder, 'pages'),
  preload: 'preload.cjs',
  gpu: { pages: join(userFolder, 'gpu-page'), preload: 'gpu-preload.cjs' },
  argv: [],
  folder: userFolder,
  platform: process.platform,
  runtime: 'Electron',
  warn: (message) => process.stderr.write(`${onCommandLine(message)}\n`),
});
tell('ready');
