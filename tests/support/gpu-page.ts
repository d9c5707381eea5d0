/**
 * The page of the gpu engine in headless Chromium, on its software adapter: built as for Electron, served with the same policy, and talked
 * to over a bridge.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { WebSocketServer } from 'ws';
import { buildGpuPage, buildUnitPage } from '../../scripts/build-gpu-page.ts';
import { staticFile } from '../../src-main/hosts/browser/static-files.ts';
import { GPU_HEADERS } from '../../src-main/hosts/electron/gpu-pages.ts';
import type { EngineMessage, EnginePort, FromEnginePage } from '../../src-shared/engine/index.ts';
import { chromiumPath } from './chromium.ts';
import { bridgePage, createCodec } from './page-bridge.ts';

const BUILT = join(import.meta.dirname, '..', '..', 'build');

/** WebGPU on SwiftShader, with the adapter's name and interface for its pages. */
const SWIFTSHADER = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-unsafe-swiftshader',
  '--enable-blink-features=WebGPUDeveloperFeatures',
];
const NO_ADAPTER = ['--disable-gpu'];

export interface GpuPage extends AsyncDisposable {
  readonly page: Page;
  /** Sends messages to an engine of the page, over a port of its own. */
  connect(request: EnginePort, receive: (message: FromEnginePage) => void): Promise<(message: EngineMessage) => void>;
}

interface PageOptions {
  /** False: in a browser that has no adapter. */
  readonly adapter?: boolean;
  /** True: the page of units, which has no engine (tests/support/gpu-unit-page). */
  readonly units?: boolean;
}

/** Opens the page. Throws an Error where there is no Chromium. */
export async function openGpuPage({ adapter = true, units = false }: PageOptions = {}): Promise<GpuPage> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('there is no Chromium on this machine');
  if (units) buildUnitPage(() => {});
  else buildGpuPage(() => {});
  const folder = join(BUILT, units ? 'gpu-unit-page' : 'gpu-page');
  const server = createServer((request, response) => {
    void staticFile(folder, request.url!.split('?')[0]!).then((file) => {
      response.writeHead(file ? 200 : 404, { ...GPU_HEADERS, ...(file ? { 'Content-Type': file.type } : {}) });
      response.end(file?.bytes);
    });
  });
  const sockets = new WebSocketServer({ server, maxPayload: 2 ** 30 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = (): void => {
    for (const socket of sockets.clients) socket.terminate();
    server.close();
  };
  let browser: Browser;
  let page: Page;
  try {
    const args = [
      ...(process.geteuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(adapter ? SWIFTSHADER : NO_ADAPTER),
      '--disable-background-networking',
    ];
    browser = await chromium.launch({ executablePath, args });
    page = await browser.newPage();
    await page.goto(`http://${host}/index.html`);
  } catch (error) {
    close();
    throw error;
  }
  const codec = createCodec();
  let ports = 0;
  return {
    page,
    async connect(request, receive) {
      const path = `/${++ports}`;
      const connected = new Promise<(message: EngineMessage) => void>((resolve) => {
        sockets.on('connection', (socket, { url }) => {
          if (url !== path) return;
          socket.on('message', (data: Buffer) => receive(codec.decode(data) as FromEnginePage));
          resolve((message) => socket.send(codec.encode(message)));
        });
      });
      // As one text: the page's policy lets it compile none of its own.
      const bridge = `(${String(bridgePage)})((${String(createCodec)})(), 'ws://${host}${path}', ${JSON.stringify(request)})`;
      await page.evaluate(bridge);
      return await connected;
    },
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      close();
    },
  };
}
