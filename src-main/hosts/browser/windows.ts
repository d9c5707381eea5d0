/** The sockets of windows that were let in: each is one connection of the workbench, until it closes or does not answer any more. */
import { type WebSocket, WebSocketServer } from 'ws';
import type { Workbench } from '../../workbench/index.ts';

/** Largest message of a window: a plan with thousands of changes is far below. */
const MOST_MESSAGE = 64 * 2 ** 20;
/** Most bytes that may wait for a window that does not read: more than any answer. */
const MOST_WAITING = 512 * 2 ** 20;
/** A window that has not answered for so long is gone. */
const HEARTBEAT_MS = 15_000;
/** More than a person can look at. */
export const MOST_WINDOWS = 64;

export interface Windows {
  readonly sockets: WebSocketServer;
  /** Asks the windows to close; those that do not are ended by `terminate`. */
  close(): void;
  terminate(): void;
}

export function createWindows(workbench: Workbench): Windows {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE });
  sockets.on('connection', (window) => serveWindow(workbench, window));
  const heartbeat = startHeartbeat(sockets);
  return {
    sockets,
    close() {
      clearInterval(heartbeat);
      for (const window of sockets.clients) window.close(1001);
    },
    terminate() {
      for (const window of sockets.clients) window.terminate();
    },
  };
}

/** One window: what it sends goes to the workbench, what comes back goes to it. */
function serveWindow(workbench: Workbench, window: WebSocket): void {
  const connection = workbench.connect((message) => {
    if (window.readyState !== window.OPEN) return;
    if (window.bufferedAmount > MOST_WAITING) window.terminate();
    else window.send(JSON.stringify(message));
  });
  // Text arrives in one Buffer, the form that sockets are left at.
  window.on('message', (data, isBinary) => connection.receive(isBinary ? undefined : jsonOf((data as Buffer).toString())));
  window.on('close', () => connection.close());
  // An error is followed by `close`.
  window.on('error', () => {});
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Ends connections whose other end does not answer any more, so that their projects can be let go. */
function startHeartbeat(sockets: WebSocketServer): NodeJS.Timeout {
  const waiting = new WeakSet<WebSocket>();
  const beat = setInterval(() => {
    for (const window of sockets.clients) {
      if (waiting.has(window)) {
        window.terminate();
        continue;
      }
      waiting.add(window);
      window.once('pong', () => waiting.delete(window));
      window.ping();
    }
  }, HEARTBEAT_MS);
  return beat.unref();
}
