/**
 * The limits of every connection to the host. Loopback is open to each page in the user's browser and to each program on this machine,
 * so that a connection may be reset, stay silent or send anything at any moment, and there may be any number of them.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Longest until a request says what it wants, and longest that a connection may be silent, in ms. A window's socket has its heartbeat. */
const HEAD_MS = 5000;
const SILENT_MS = 30_000;
/** Connections that have not shown the token. The window needs less than ten. */
const MOST_GUESTS = 128;

export const CONNECTION_LIMITS = {
  headersTimeout: HEAD_MS,
  connectionsCheckingInterval: 1000,
  keepAliveTimeout: HEAD_MS,
  // Only who knows the token may send a long body; a large file over a slow tunnel takes as long as it takes.
  requestTimeout: 0,
} as const;

export interface Connections {
  /** A connection has shown the token: it does not have to make room for others any more. */
  letIn(socket: Duplex): void;
}

/** Watches the connections of a server from their first moment. */
export function watchConnections(server: Server): Connections {
  const guests = new Set<Duplex>();
  server.setTimeout(SILENT_MS);
  server.on('connection', (socket: Socket) => {
    // For as long as the socket lives: without a listener, a reset would be an exception that nobody catches and end the host.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => guests.delete(socket));
    // The oldest one goes, not the newest: whoever opens many connections and leaves them open cannot keep the window out.
    const [oldest] = guests;
    if (oldest && guests.size >= MOST_GUESTS) {
      guests.delete(oldest);
      oldest.destroy();
    }
    guests.add(socket);
  });
  return { letIn: (socket) => void guests.delete(socket) };
}

/** Refuses an upgrade. The connection is gone once the answer is sent, whether or not the other end closes its half. */
export function refuseUpgrade(socket: Duplex, status: '403 Forbidden' | '503 Service Unavailable'): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
