/**
 * The hidden window that hosts the gpu engine for one job. Electron's pages have WebGPU; its processes have not. The window has a process
 * of its own, without Node, in a session of its own, so that what goes wrong in it ends one job.
 */
import type { MessagePortMain } from 'electron';
import type { EnginePageCall, EnginePort } from '../../../src-shared/engine/index.ts';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type PlainError, plainError } from '../../../src-shared/errors/plain-error.ts';
import { type Message, say } from '../../../src-shared/message/index.ts';
import { CHANNELS } from './channels.ts';
import { GPU_PAGE, serveGpuPages } from './gpu-pages.ts';
import { ISOLATED_PAGE } from './isolated-page.ts';
import type { ElectronParts } from './parts.ts';

export interface GpuWindow {
  /** The job's end of the channel to the engine. */
  readonly port: MessagePortMain;
  readonly close: () => void;
}

/** Opens a window. `onLost` is called once if it cannot be loaded, or ends before it is closed. */
export type OpenGpuWindow = (call: EnginePageCall, onLost: (error: PlainError) => void) => GpuWindow;

export interface GpuWindowFiles {
  /** Folder of the built page, and path of the built preload script. */
  readonly pages: string;
  readonly preload: string;
}

/** A session in memory: nothing of it is left behind. */
const SESSION = 'gpu-engine';

/** Returns the function that opens windows. Call once, when the app is ready. */
export function gpuWindows(
  {
    app,
    BrowserWindow,
    MessageChannelMain,
    session,
  }: Pick<ElectronParts, 'app' | 'BrowserWindow' | 'MessageChannelMain' | 'session'>,
  { pages, preload }: GpuWindowFiles,
): OpenGpuWindow {
  serveGpuPages(session.fromPartition(SESSION), pages);
  return ({ adapter }, onLost) => {
    const { port1, port2 } = new MessageChannelMain();
    const window = new BrowserWindow({
      show: false,
      focusable: false,
      skipTaskbar: true,
      webPreferences: {
        preload,
        partition: SESSION,
        ...ISOLATED_PAGE,
        // A hidden page is not a page that has nothing to do.
        backgroundThrottling: false,
        // The page may know the adapter's name and driver, for reports.
        enableBlinkFeatures: 'WebGPUDeveloperFeatures',
      },
    });
    let isOver = false;
    const end = (): void => {
      isOver = true;
      app.off('before-quit', end);
    };
    const close = (): void => {
      if (isOver) return;
      end();
      window.destroy();
    };
    const lose = (why: Message): void => {
      if (isOver) return;
      // Not in the middle of an event of the page that is to go.
      setImmediate(() => window.destroy());
      end();
      onLost(
        plainError(new SpikeloomError('engine.failed', say`The gpu engine’s window ${why}. Run again, or use the cpu engine.`)),
      );
    };
    // The program ends and closes its windows: its jobs are cancelled in an orderly way, and have not failed.
    app.once('before-quit', end);
    window.on('closed', () => lose('was closed'));
    const { webContents } = window;
    webContents.on('render-process-gone', (_, { reason }) => lose(`stopped working (${reason})`));
    webContents.on('will-navigate', (event) => event.preventDefault());
    const request: EnginePort = { kind: 'engine-port', ...(adapter === undefined ? {} : { adapter }) };
    window.loadURL(GPU_PAGE).then(
      () => {
        if (!isOver) webContents.postMessage(CHANNELS.enginePort, request, [port1]);
      },
      (error: unknown) => lose(say`could not be loaded: ${messageOf(error)}`),
    );
    return { port: port2, close };
  };
}
