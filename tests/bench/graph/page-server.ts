/** Serves the built pages without services (vite's mode `fake`), on this machine only. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { build } from 'vite';
import { ROOT } from '../spikeloom.ts';

const PAGES = join(ROOT, 'build', 'renderer-fake');
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** Builds the pages and serves them. `address`: of the page without services, its query missing. */
export async function servePages(): Promise<{ readonly address: string } & Disposable> {
  await build({ configFile: join(ROOT, 'vite.config.ts'), mode: 'fake', logLevel: 'error' });
  const server = await listen();
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/testing/fake.html`, [Symbol.dispose]: () => void server.close() };
}

function listen(): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = normalize(join(PAGES, decodeURIComponent(pathname)));
    if (!path.startsWith(PAGES) || !existsSync(path)) {
      response.writeHead(404).end();
      return;
    }
    void readFile(path).then((content) => {
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(content);
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
