/** Runs in the page of the gpu engine before its script, and hands it the port that the main process sends. */
import { ipcRenderer } from 'electron';
import { CHANNELS } from './channels.ts';

/** The page's own window, of which a preload script's types know nothing. */
declare const window: { postMessage(message: unknown, origin: string, ports: readonly unknown[]): void };

// The page is the only listener: nothing else is in its window.
ipcRenderer.on(CHANNELS.enginePort, ({ ports }, request: unknown) => window.postMessage(request, '*', ports));
