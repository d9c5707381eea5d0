/** The sockets of accepted windows. Each is one connection of the workbench until it closes or stops answering. */
import { type WebSocket, WebSocketServer } from 'ws';
import type { Workbench } from '../../workbench/index.ts';

/** Largest message of a window. A plan with thousands of changes is far smaller. */
const MOST_MESSAGE = 64 * 2 ** 20;
/** Most unsent bytes for a window that does not read. Every answer is smaller. */
const MOST_WAITING = 512 * 2 ** 20;
/** A window that has not answered for this long counts as gone. */
const HEARTBEAT_MS = 15_000;
/** Most windows; more than a person can use. */
export const MOST_WINDOWS = 64;

export interface Windows {
  readonly sockets: WebSocketServer;
  /** Asks the windows to close. `terminate` ends those that do not. */
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

/** Connects one window to the workbench, in both directions. */
function serveWindow(workbench: Workbench, window: WebSocket): void {
  const connection = workbench.connect((message) => {
    if (window.readyState !== window.OPEN) return;
    if (window.bufferedAmount > MOST_WAITING) window.terminate();
    else window.send(JSON.stringify(message));
  });
  // Text arrives as one Buffer by default.
  window.on('message', (data, isBinary) => connection.receive(isBinary ? undefined : jsonOf((data as Buffer).toString())));
  window.on('close', () => connection.close());
  // A `close` event follows every error.
  window.on('error', () => {});
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Ends connections whose windows stopped answering, so that their projects can be closed. */
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
