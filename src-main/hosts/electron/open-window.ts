/** The window: a sandboxed page without Node, shown when its first content is ready. */
import type { BrowserWindow } from 'electron';
import { ISOLATED_PAGE } from './isolated-page.ts';
import { pageAddress } from './pages.ts';
import type { ElectronParts } from './parts.ts';
import { boundsFor, smallestSize, type WindowState } from './window-state.ts';

export interface WindowOptions {
  /** Path of the built preload script. */
  readonly preload: string;
  readonly state: WindowState;
  /** Project to open first, or `example`. */
  readonly open: string | undefined;
}

/** Opens the window. */
export function openWindow(
  { BrowserWindow, screen, dialog, app }: Pick<ElectronParts, 'BrowserWindow' | 'screen' | 'dialog' | 'app'>,
  { preload, state, open }: WindowOptions,
): BrowserWindow {
  const screens = screen.getAllDisplays().map(({ workArea }) => workArea);
  const window = new BrowserWindow({
    ...boundsFor(state, screens),
    ...smallestSize,
    show: false,
    title: 'Spikeloom',
    webPreferences: {
      preload,
      ...ISOLATED_PAGE,
    },
  });
  if (state.maximised) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.webContents.on('render-process-gone', (_, { reason }) => {
    if (reason === 'clean-exit') return;
    const question = {
      type: 'error' as const,
      message: `The window stopped working (${reason}).`,
      buttons: ['Open it again', 'Quit'],
      detail: 'Nothing is lost: every change is in the project file. Jobs go on.',
      defaultId: 0,
      cancelId: 1,
    };
    void dialog.showMessageBox(question).then(({ response }) => (response === 0 ? window.reload() : app.quit()));
  });
  void window.loadURL(pageAddress(open));
  return window;
}
