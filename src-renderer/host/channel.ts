/** A connection to the services: the preload's bridge in Electron, a WebSocket in a browser. The only place that knows which. */
import { type Bridge, type FromWindow, type ToWindow, toWindow } from '../../src-shared/contract/index.ts';
import { socketChannel } from './socket-channel.ts';

/** `refused`: the host answers, but does not let this window in. */
export type ChannelState = 'connecting' | 'open' | 'lost' | 'refused';

/** A file that was handed over: where the services find it, and what a person must know of it. */
export interface Uploaded {
  readonly path: string;
  readonly notes: readonly string[];
}

export interface Channel {
  /** Sends a message; one that cannot be sent now is dropped, and `onState` has said why. */
  send(message: FromWindow): void;
  onMessage(listener: (message: ToWindow) => void): void;
  onState(listener: (state: ChannelState) => void): void;
  /** Hands a dropped file over. Rejects with an Error whose message is for people, or an AbortError. */
  upload(file: File, signal?: AbortSignal): Promise<Uploaded>;
}

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
