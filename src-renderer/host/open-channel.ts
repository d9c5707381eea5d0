/** The channel of this page: the preload's bridge in Electron, a WebSocket in a browser. The only place that knows which. */
import { type Bridge, toWindow } from '../../src-shared/contract/index.ts';
import type { Channel } from './channel.ts';
import { socketChannel } from './socket-channel.ts';

declare global {
  interface Window {
    /** What the preload script puts into the page in Electron (src-main/hosts/electron/preload.ts). */
    readonly spikeloom?: Bridge<File>;
  }
}

/** The channel of this page. */
export const openChannel = (): Channel => (window.spikeloom ? bridgeChannel(window.spikeloom) : socketChannel());

function bridgeChannel(bridge: Bridge<File>): Channel {
  return {
    send: (message) => bridge.send(message),
    onMessage: (listener) => bridge.onMessage((raw) => listener(toWindow.parse(raw))),
    onState: (listener) => listener('open'),
    upload: (file) => Promise.resolve({ path: bridge.pathOf(file), notes: [] }),
  };
}
