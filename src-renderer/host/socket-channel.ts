/** The channel of a page in a browser: a WebSocket that comes back after a loss, and tries again until a host answers that lets it in. */
import { type ToWindow, toWindow } from '../../src-shared/contract/index.ts';
import type { Channel, ChannelState, Refusal, Uploaded } from './channel.ts';
import { onNewToken, takeCode, tokenFor } from './token.ts';

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 4000;

export function socketChannel(): Channel {
  const { host } = window.location;
  let listen: (message: ToWindow) => void = () => {};
  let tell: (state: ChannelState) => void = () => {};
  let socket: WebSocket | undefined;
  let token = '';
  let exchange = takeCode();
  /** The refusal of the code that the page came with, which is worth nothing any more. */
  let spent: Refusal | undefined;
  let wait = FIRST_RETRY_MS;
  let retry: ReturnType<typeof setTimeout> | undefined;
  /** The attempt to connect that counts: one that has been overtaken does nothing more. */
  let attempt = 0;

  const again = (state: ChannelState): void => {
    tell(state);
    clearTimeout(retry);
    retry = setTimeout(() => void connect(), wait);
    wait = Math.min(2 * wait, LONGEST_RETRY_MS);
  };
  const connect = async (): Promise<void> => {
    clearTimeout(retry);
    const mine = ++attempt;
    socket?.close();
    const found = await tokenFor(exchange);
    if (mine !== attempt) return;
    if (found === 'code-used' || found === 'code-expired') {
      exchange = null;
      spent = found;
    }
    if (typeof found === 'string') return again(found === 'no-code' ? (spent ?? found) : found);
    ({ token } = found);
    exchange = null;
    const opened = new WebSocket(`ws://${host}/socket?token=${encodeURIComponent(token)}`);
    socket = opened;
    opened.addEventListener('open', () => {
      if (mine !== attempt) return;
      wait = FIRST_RETRY_MS;
      tell('open');
    });
    opened.addEventListener('message', ({ data }) => {
      if (mine === attempt) listen(toWindow.parse(JSON.parse(String(data))));
    });
    opened.addEventListener('close', () => {
      if (mine === attempt) again('lost');
    });
  };
  /** Without waiting for its turn, which may come late. */
  const connectNow = (): void => {
    if (socket?.readyState !== WebSocket.OPEN) void connect();
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
      onNewToken(connectNow);
      // A page that is left tries no more; one that Back brings back does.
      window.addEventListener('pagehide', () => {
        clearTimeout(retry);
        attempt += socket?.readyState === WebSocket.OPEN ? 0 : 1;
      });
      window.addEventListener('pageshow', ({ persisted }) => persisted && connectNow());
      void connect();
    },
    upload: async (file, signal) => {
      const address = `/upload?token=${encodeURIComponent(token)}&name=${encodeURIComponent(file.name)}`;
      const answer = await fetch(address, { method: 'POST', body: file, ...(signal ? { signal } : {}) });
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()) as Uploaded;
    },
  };
}
