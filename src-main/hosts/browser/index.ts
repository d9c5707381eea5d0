/** The browser host: the window in a browser of this machine, over loopback HTTP and one WebSocket. */
export { startBrowserHost, type BrowserHost, type BrowserHostOptions } from './browser-host.ts';
