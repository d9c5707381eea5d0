/** A connection to the services: the preload's bridge in Electron, a WebSocket in a browser. The only place that knows which. */
import { type Bridge, type FromWindow, type ToWindow, toWindow } from '../../src-shared/contract/index.ts';

export type ChannelState = 'connecting' | 'open' | 'lost';

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
export const openChannel = (): Channel => (window.spikeloom ? bridgeChannel(window.spikeloom) : socketChannel(window.location));

function bridgeChannel(bridge: Bridge<File>): Channel {
  return {
    send: (message) => bridge.send(message),
    onMessage: (listener) => bridge.onMessage((raw) => listener(toWindow.parse(raw))),
    onState: (listener) => listener('open'),
    upload: (file) => Promise.resolve({ path: bridge.pathOf(file), notes: [] }),
  };
}

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 4000;

/** A socket that comes back: after a loss it tries again until the host answers. The token is in the page's address. */
function socketChannel(location: Location): Channel {
  const token = new URLSearchParams(location.search).get('token') ?? '';
  let listen: (message: ToWindow) => void = () => {};
  let tell: (state: ChannelState) => void = () => {};
  let socket: WebSocket | undefined;
  let wait = FIRST_RETRY_MS;
  const connect = (): void => {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    socket = new WebSocket(`${scheme}://${location.host}/socket?token=${encodeURIComponent(token)}`);
    socket.addEventListener('open', () => {
      wait = FIRST_RETRY_MS;
      tell('open');
    });
    socket.addEventListener('message', ({ data }) => listen(toWindow.parse(JSON.parse(String(data)))));
    socket.addEventListener('close', () => {
      tell('lost');
      setTimeout(connect, wait);
      wait = Math.min(2 * wait, LONGEST_RETRY_MS);
    });
  };
  return {
    send: (message) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage: (listener) => {
      listen = listener;
    },
    onState: (listener) => {
      tell = listener;
      tell('connecting');
      connect();
    },
    upload: async (file, signal) => {
      const address = `/upload?token=${encodeURIComponent(token)}&name=${encodeURIComponent(file.name)}`;
      const answer = await fetch(address, { method: 'POST', body: file, ...(signal ? { signal } : {}) });
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()) as Uploaded;
    },
  };
}
