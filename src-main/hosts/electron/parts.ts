/** What of Electron the host uses. It is handed in, so that a stand-in can take its place in tests. */
import type * as Electron from 'electron';

export type ElectronParts = Pick<
  typeof Electron,
  'app' | 'BrowserWindow' | 'Menu' | 'dialog' | 'ipcMain' | 'protocol' | 'screen' | 'session' | 'utilityProcess'
>;
