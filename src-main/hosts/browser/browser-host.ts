/**
 * The host's server: it listens, lets windows in, and ends. Requests are answered in answer-requests.ts, windows are served in
 * windows.ts. The contract is the workbench's: nothing here reads a message.
 */
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { option, say } from '../../../src-shared/message/index.ts';
import { createWorkbench, userPaths } from '../../workbench/index.ts';
import { createCodes, isOurs, isToken, newToken } from './access.ts';
import { addressOf, answerRequests } from './answer-requests.ts';
import { CONNECTION_LIMITS, refuseUpgrade, watchConnections } from './connections.ts';
import type { UploadLimits } from './upload.ts';
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
  readonly uploads?: UploadLimits;
  /** Told when the code of an address was used: for the first time, or once more. */
  readonly onCode?: (code: 'taken' | 'used') => void;
}

export interface BrowserHost {
  readonly port: number;
  readonly token: string;
  /** Address of the page, good for one window; `seconds`: for how long, without end where that is left out. */
  address(seconds?: number): string;
  /** Cancels jobs, closes projects and connections. */
  close(): Promise<void>;
}

const PAGES = fileURLToPath(new URL('../../../build/renderer', import.meta.url));

/** True for the error of `startBrowserHost` that says that another program has the port. */
export const isPortTaken = (error: unknown): boolean =>
  error instanceof SpikeloomError && (error.cause as NodeJS.ErrnoException | undefined)?.code === 'EADDRINUSE';

/** Starts the host. Throws `option.invalid` where the address cannot be opened, or the window is not built. */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const { userFolder, version, token = newToken(), pages = PAGES, uploads: limits = {}, onCode = () => {} } = options;
  if (!existsSync(pages)) throw new SpikeloomError('option.invalid', `The window is not built (${pages}); npm start builds it.`);
  const server = createServer(CONNECTION_LIMITS);
  const connections = watchConnections(server);
  const port = await listen(server, options.port ?? 0);
  const workbench = createWorkbench({ userFolder, host: 'browser', version, runtime: `Node ${process.versions.node}` });
  const windows = createWindows(workbench);
  const codes = createCodes();
  const uploads = userPaths(userFolder).uploads;
  answerRequests(server, { port, token, codes, pages, uploads, limits, onCode, letIn: connections.letIn });
  server.on('upgrade', (request, socket, head) => {
    try {
      const url = addressOf(request);
      const knows = isToken(url?.searchParams.get('token') ?? null, token);
      if (url?.pathname !== '/socket' || !isOurs(request, port, 'required') || !knows)
        return refuseUpgrade(socket, '403 Forbidden');
      if (windows.sockets.clients.size >= MOST_WINDOWS) return refuseUpgrade(socket, '503 Service Unavailable');
      connections.letIn(socket);
      windows.sockets.handleUpgrade(request, socket, head, (window) => windows.sockets.emit('connection', window, request));
    } catch {
      // A request that cannot be read ends its own connection and no other.
      socket.destroy();
    }
  });

  return {
    port,
    token,
    address: (seconds) => `http://127.0.0.1:${port}/?code=${codes.make(seconds)}`,
    async close() {
      windows.close();
      server.close();
      await workbench.close();
      windows.terminate();
      server.closeAllConnections();
    },
  };
}

/** Listens on loopback; the port. */
async function listen(server: Server, wanted: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const message = say`The address cannot be opened: ${messageOf(cause)}; choose another ${option('port')}.`;
      reject(new SpikeloomError('option.invalid', message, { cause }));
    });
    server.listen(wanted, '127.0.0.1', resolve);
  });
  // A connection that cannot be accepted (too many files are open) is one the less; the next ones are.
  server.on('error', () => {});
  return (server.address() as AddressInfo).port;
}
