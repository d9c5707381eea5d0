/**
 * Limits for every connection to the host. Each page in the user's browser and each program on this machine can reach loopback,
 * so connections may be reset, stay silent or send anything at any moment, and their number is not bounded from outside.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Time (ms) for a request to send its head, and time that a connection may be silent. A window's socket has a heartbeat instead. */
const HEAD_MS = 5000;
const SILENT_MS = 30_000;
/** Most connections without a valid token. A window needs fewer than ten. */
const MOST_GUESTS = 128;

export const CONNECTION_LIMITS = {
  headersTimeout: HEAD_MS,
  connectionsCheckingInterval: 1000,
  keepAliveTimeout: HEAD_MS,
  // Only a caller with the token may send a long body, and a large file over a slow tunnel needs much time.
  requestTimeout: 0,
} as const;

export interface Connections {
  /** Call when a connection has shown the token. It is then never closed to make room for others. */
  letIn(socket: Duplex): void;
}

/** Limits the connections of a server from the moment they open. */
export function watchConnections(server: Server): Connections {
  const guests = new Set<Duplex>();
  server.setTimeout(SILENT_MS);
  server.on('connection', (socket: Socket) => {
    // The listener stays as long as the socket. Without it, a reset would be an uncaught exception and end the host.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => guests.delete(socket));
    // The oldest connection is closed, not the newest, so that a program that keeps many connections open cannot lock the window
    // out.
    const [oldest] = guests;
    if (oldest && guests.size >= MOST_GUESTS) {
      guests.delete(oldest);
      oldest.destroy();
    }
    guests.add(socket);
  });
  return { letIn: (socket) => void guests.delete(socket) };
}

/** Refuses an upgrade. The connection closes once the answer is sent, even if the other end keeps its half open. */
export function refuseUpgrade(socket: Duplex, status: '403 Forbidden' | '503 Service Unavailable'): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
