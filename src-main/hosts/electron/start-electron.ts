/** The Electron host: one program and one window, served by the workbench. Electron's module is passed in as an argument. */
import type { BrowserWindow } from 'electron';
import { join } from 'node:path';
import { messageOf } from '../../../src-shared/errors/index.ts';
import type { Message } from '../../../src-shared/message/index.ts';
import { startJobsWith } from '../../services/jobs/run-job.ts';
import { createWorkbench } from '../../workbench/index.ts';
import { jsonFile } from '../../runtime/json-file.ts';
import { CHANNELS } from './channels.ts';
import { chooseWith } from './dialogs.ts';
import { type GpuWindowFiles, gpuWindows } from './gpu-window.ts';
import { guardPages } from './guards.ts';
import { serveMenu } from './menu.ts';
import { serveMessages } from './messages.ts';
import { openWindow } from './open-window.ts';
import { announcePages, servePages } from './pages.ts';
import type { ElectronParts } from './parts.ts';
import { projectArgument } from './project-argument.ts';
import { startUtilityProcess } from './utility-process.ts';
import { FIRST_STATE, rememberWindow, windowStateSchema } from './window-state.ts';

export interface ElectronHostOptions {
  readonly userFolder: string;
  /** Folder of the built window, and path of the built preload script. */
  readonly pages: string;
  readonly preload: string;
  /** The same of the page that hosts the gpu engine. */
  readonly gpu: GpuWindowFiles;
  readonly argv: readonly string[];
  readonly folder: string;
  readonly platform: string;
  /** `Electron 45.4.1`, for the about box. */
  readonly runtime: string;
  /** Called with a problem that a person cannot do anything about. */
  readonly warn: (message: Message) => void;
}

/** Starts the host. If the program is running already, the running one opens the requested project and this one ends. */
export async function startElectron(electron: ElectronParts, options: ElectronHostOptions): Promise<void> {
  const { app } = electron;
  if (!app.requestSingleInstanceLock()) return app.quit();
  const { userFolder, platform, warn } = options;
  const states = jsonFile(join(userFolder, 'window.json'), windowStateSchema, FIRST_STATE, warn);
  let window: BrowserWindow | undefined;
  let settled = (): Promise<void> => Promise.resolve();
  let wanted = projectArgument(options.argv, options.folder);

  const show = async (): Promise<void> => {
    const open = wanted;
    wanted = undefined;
    const opened = openWindow(electron, { preload: options.preload, state: await states.read(), open });
    settled = rememberWindow(opened, states, (error) => warn(messageOf(error)));
    opened.on('closed', () => {
      if (window === opened) window = undefined;
      // The hidden windows of jobs may still be there.
      if (platform !== 'darwin') app.quit();
    });
    window = opened;
  };
  /** Opens a project in the window and brings the window to the front. */
  const open = (path: string): void => {
    if (!window) {
      wanted = path;
      if (app.isReady()) void show();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.focus();
    window.webContents.send(CHANNELS.open, path);
  };

  announcePages(electron);
  // On Linux, Chromium offers WebGPU on few cards of its own accord.
  if (platform === 'linux') app.commandLine.appendSwitch('enable-unsafe-webgpu');
  app.on('second-instance', (_, argv, folder) => {
    const path = projectArgument(argv, folder);
    if (path !== undefined) open(path);
    else window?.focus();
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    open(path);
  });
  // Without a listener Electron would quit; the program goes with its own window, and not with those of jobs.
  app.on('window-all-closed', () => {});

  await app.whenReady();
  guardPages(electron);
  servePages(electron, options.pages);
  const openEngine = gpuWindows(electron, options.gpu);
  startJobsWith(() => startUtilityProcess(electron, openEngine));
  const workbench = createWorkbench({
    userFolder,
    host: 'electron',
    version: app.getVersion(),
    runtime: options.runtime,
    choose: chooseWith(electron, platform, () => window),
    show: (path) => electron.shell.showItemInFolder(path),
  });
  serveMessages(electron, workbench);
  serveMenu(electron, platform, (id) => window?.webContents.send(CHANNELS.command, id));
  app.on('activate', () => {
    if (!window) void show();
  });
  let isClosed = false;
  app.on('will-quit', (event) => {
    if (isClosed) return;
    // Jobs end in an orderly way first. Every acknowledged change is in the file already.
    event.preventDefault();
    void Promise.all([workbench.close(), settled()])
      .catch((error: unknown) => warn(messageOf(error)))
      .finally(() => {
        isClosed = true;
        app.quit();
      });
  });
  await show();
}
