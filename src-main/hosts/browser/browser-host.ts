/**
 * The host's server: the page, its files, uploads, and the socket that a window talks over. The contract is served by the workbench;
 * nothing here knows what a message means.
 */
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { createWorkbench, userPaths } from '../../workbench/index.ts';
import { isOurs, isToken, newToken } from './access.ts';
import { CONNECTION_LIMITS, refuseUpgrade, watchConnections } from './connections.ts';
import { HEADERS } from './headers.ts';
import { staticFile } from './static-files.ts';
import { storeUpload, UploadError } from './upload.ts';
import { createWindows, MOST_WINDOWS } from './windows.ts';

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
/** Starts the host. Throws `option.invalid` where the port is taken, or the window is not built. */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const { userFolder, version, token = newToken(), pages = PAGES } = options;
  if (!existsSync(pages))
    throw new SpikeloomError('option.invalid', `The window is not built (${pages}); run npm start, or npm run build.`);
  const workbench = createWorkbench({ userFolder, host: 'browser', version, runtime: `Node ${process.versions.node}` });
  const windows = createWindows(workbench);
  const server = createServer(CONNECTION_LIMITS, (request, response) => {
    void answer(request, response).catch((error: unknown) => {
      const status = error instanceof UploadError ? error.status : 500;
      refuse(response, status, messageOf(error));
    });
  });
  const connections = watchConnections(server);
  server.on('upgrade', (request, socket, head) => {
    try {
      const url = addressOf(request);
      const may =
        url?.pathname === '/socket' && isOurs(request, port, 'required') && isToken(url.searchParams.get('token'), token);
      if (!may) return refuseUpgrade(socket, '403 Forbidden');
      if (windows.sockets.clients.size >= MOST_WINDOWS) return refuseUpgrade(socket, '503 Service Unavailable');
      connections.letIn(socket);
      windows.sockets.handleUpgrade(request, socket, head, (window) => windows.sockets.emit('connection', window, request));
    } catch {
      // Whatever arrived, it is that connection's end and nobody else's.
      socket.destroy();
    }
  });
  await listen();
  // A connection that cannot be accepted (too many files are open) is one the less; the next ones are.
  server.on('error', () => {});
  const { port } = server.address() as AddressInfo;

  return {
    address: `http://127.0.0.1:${port}/?token=${token}`,
    port,
    token,
    async close() {
      windows.close();
      server.close();
      await workbench.close();
      windows.terminate();
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
      connections.letIn(request.socket);
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
