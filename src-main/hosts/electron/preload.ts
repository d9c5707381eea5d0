/** Runs in the sandboxed page before its own scripts, and gives it exactly the bridge of the contract. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge } from '../../../src-shared/contract/bridge.ts';
import { CHANNELS } from './channels.ts';

/** One listener per channel; a later one replaces it. */
const listen = (channel: string, listener: (data: never) => void): void => {
  ipcRenderer.removeAllListeners(channel);
  ipcRenderer.on(channel, (_, data: unknown) => listener(data as never));
};

const bridge: Bridge<File> = {
  send: (message) => ipcRenderer.send(CHANNELS.toServices, message),
  onMessage: (listener) => listen(CHANNELS.toWindow, listener),
  onCommand: (listener) => listen(CHANNELS.command, listener),
  onOpen: (listener) => listen(CHANNELS.open, listener),
  setMenu: (menu) => ipcRenderer.send(CHANNELS.menu, menu),
  pathOf: (file) => webUtils.getPathForFile(file),
};

contextBridge.exposeInMainWorld('spikeloom', bridge);
