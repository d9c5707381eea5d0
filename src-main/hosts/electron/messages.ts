/** Carries the contract over Electron's channels. Each page has one connection to the workbench, until it closes or reloads. */
import type { IpcMainEvent, WebContents } from 'electron';
import type { Connection, Workbench } from '../../workbench/index.ts';
import { CHANNELS } from './channels.ts';
import { isOurPage } from './pages.ts';
import type { ElectronParts } from './parts.ts';

/** True if the message comes from our own page, not from a frame inside it. */
export const isOurSender = ({ sender, senderFrame }: Pick<IpcMainEvent, 'sender' | 'senderFrame'>): boolean =>
  senderFrame !== null && senderFrame === sender.mainFrame && isOurPage(senderFrame.url);

/** Starts to serve the pages. Messages from other senders are ignored. */
export function serveMessages({ ipcMain }: Pick<ElectronParts, 'ipcMain'>, workbench: Workbench): void {
  const connections = new Map<WebContents, Connection>();
  const close = (page: WebContents): void => {
    connections.get(page)?.close();
    connections.delete(page);
  };
  const connect = (page: WebContents): Connection => {
    const connection = workbench.connect((message) => {
      if (!page.isDestroyed()) page.send(CHANNELS.toWindow, message);
    });
    connections.set(page, connection);
    page.once('destroyed', () => close(page));
    page.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) close(page);
    });
    return connection;
  };
  ipcMain.on(CHANNELS.toServices, (event, message: unknown) => {
    if (!isOurSender(event)) return;
    (connections.get(event.sender) ?? connect(event.sender)).receive(message);
  });
}
