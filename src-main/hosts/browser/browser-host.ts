/**
 * The host's server: the page, its files, uploads, and the socket that a window talks over. The contract is served by the workbench;
 * nothing here knows what a message means.
 */
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type WebSocket, WebSocketServer } from 'ws';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { createWorkbench, userPaths, type Workbench } from '../../workbench/index.ts';
import { isOurs, isToken, newToken } from './access.ts';
import { HEADERS } from './headers.ts';
import { staticFile } from './static-files.ts';
import { storeUpload, UploadError } from './upload.ts';

export interface BrowserHostOptions {
  readonly userFolder: string;
  readonly version: string;
  /** 0 for any that is free. */
  readonly port?: number;
  /** In place of a random one: so that a page that is open stays valid over a restart. */
  readonly token?: string;
  /** The built window. */
  readonly pages?: string;
  /** Largest upload, in bytes. */
  readonly mostUpload?: number;
}

export interface BrowserHost {
  /** Address of the page, with its token. */
  readonly address: string;
  readonly port: number;
  readonly token: string;
  /** Cancels jobs, closes projects and connections. */
  close(): Promise<void>;
}

const PAGES = fileURLToPath(new URL('../../../build/renderer', import.meta.url));
/** Largest message of a window: a plan with thousands of changes is far below. */
const MOST_MESSAGE = 64 * 2 ** 20;
/** A window that has not answered for so long is gone. */
const HEARTBEAT_MS = 15_000;

/** Starts the host. Throws `option.invalid` where the port is taken, or the window is not built. */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const { userFolder, version, token = newToken(), pages = PAGES } = options;
  if (!existsSync(pages))
    throw new SpikeloomError('option.invalid', `The window is not built (${pages}); run npm start, or npm run build.`);
  const workbench = createWorkbench({ userFolder, host: 'browser', version, runtime: `Node ${process.versions.node}` });
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      const status = error instanceof UploadError ? error.status : 500;
      refuse(response, status, messageOf(error));
    });
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE });
  server.on('upgrade', (request, socket, head) => {
    const url = addressOf(request);
    const may = url?.pathname === '/socket' && isOurs(request, port, 'required') && isToken(url.searchParams.get('token'), token);
    if (!may) return socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    sockets.handleUpgrade(request, socket, head, (window) => serveWindow(workbench, window));
  });
  await listen();
  const { port } = server.address() as AddressInfo;
  const heartbeat = startHeartbeat(sockets);

  return {
    address: `http://127.0.0.1:${port}/?token=${token}`,
    port,
    token,
    async close() {
      clearInterval(heartbeat);
      for (const window of sockets.clients) window.close(1001);
      server.close();
      await workbench.close();
      for (const window of sockets.clients) window.terminate();
      server.closeAllConnections();
    },
  };

  function listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      server.once('error', (cause) =>
        reject(
          new SpikeloomError('option.invalid', `The address cannot be opened: ${messageOf(cause)}; choose another --port.`, {
            cause,
          }),
        ),
      );
      server.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = addressOf(request);
    const known = isToken(url?.searchParams.get('token') ?? null, token);
    if (!url) return refuse(response, 400, 'Not an address.');
    if (request.method === 'POST' && url.pathname === '/upload') {
      if (!isOurs(request, port, 'required') || !known) return refuse(response, 403, 'Not allowed.');
      const stored = await storeUpload(
        request,
        url.searchParams.get('name') ?? '',
        userPaths(userFolder).uploads,
        options.mostUpload,
      );
      response.writeHead(200, { ...HEADERS, 'Content-Type': 'application/json' }).end(JSON.stringify(stored));
      return;
    }
    if (!isOurs(request, port, 'if-given')) return refuse(response, 403, 'Not allowed.');
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only GET is answered here.');
    const isPage = url.pathname === '/' || url.pathname.endsWith('.html');
    if (isPage && !known) return refuse(response, 403, 'The address lacks its token; open the one that Spikeloom printed.');
    const file = await staticFile(pages, url.pathname === '/' ? '/index.html' : url.pathname);
    if (!file) return refuse(response, 404, 'There is nothing here.');
    response.writeHead(200, { ...HEADERS, 'Content-Type': file.type, 'Content-Length': file.bytes.length });
    response.end(request.method === 'HEAD' ? undefined : file.bytes);
  }
}

/** Path and query of a request; undefined for what is no address. */
function addressOf({ url }: IncomingMessage): URL | undefined {
  return URL.canParse(url ?? '', 'http://host') ? new URL(url ?? '', 'http://host') : undefined;
}

function refuse(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // What was still being sent is not read: the connection ends with the answer.
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' }).end(message);
}

/** One window: what it sends goes to the workbench, what comes back goes to it. */
function serveWindow(workbench: Workbench, window: WebSocket): void {
  const connection = workbench.connect((message) => {
    if (window.readyState === window.OPEN) window.send(JSON.stringify(message));
  });
  window.on('message', (data, isBinary) => connection.receive(isBinary ? undefined : jsonOf(data.toString())));
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
