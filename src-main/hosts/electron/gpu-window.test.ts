/** The hidden window of the gpu engine, with a stand-in for Electron: what it may do, when it goes, and what its job hears. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { electronStandIn } from '../../../tests/support/electron-stand-in.ts';
import type { StandInPort } from '../../../tests/support/message-channel-stand-in.ts';
import { errorOf, type PlainError } from '../../../src-shared/errors/plain-error.ts';
import { CHANNELS } from './channels.ts';
import { gpuWindows } from './gpu-window.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-gpu-window-'));
mkdirSync(join(folder, 'pages'));
writeFileSync(join(folder, 'pages', 'index.html'), '<title>gpu</title>');
writeFileSync(join(folder, 'secret.html'), 'nobody sees this');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A window, opened for a job that notes what it hears. */
function opened({ load }: { readonly load?: () => Promise<void> } = {}) {
  const standIn = electronStandIn();
  if (load) standIn.onWindow = (window) => (window.load = load);
  const open = gpuWindows(standIn.electron, { pages: join(folder, 'pages'), preload: '/program/gpu-preload.cjs' });
  const heard: PlainError[] = [];
  const { port, close } = open({ kind: 'engine-page', adapter: 'card' }, (error) => heard.push(error));
  const [window] = standIn.windows;
  return { standIn, window: window!, port: port as unknown as StandInPort, close, heard };
}

it('is hidden, sandboxed, isolated, without Node, in a session of its own', () => {
  const { window } = opened();
  expect(window.options).toEqual({
    show: false,
    focusable: false,
    skipTaskbar: true,
    webPreferences: {
      preload: '/program/gpu-preload.cjs',
      partition: 'gpu-engine',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      spellcheck: false,
      backgroundThrottling: false,
      enableBlinkFeatures: 'WebGPUDeveloperFeatures',
    },
  });
  expect(window.address).toBe('app://gpu/index.html');
  const preventDefault = vi.fn();
  window.webContents.emit('will-navigate', { url: 'app://spikeloom/index.html', preventDefault });
  expect(preventDefault).toHaveBeenCalled();
});

it('gets its own files under its own policy, no other file, and no permission', async () => {
  const { serve, permission } = opened().standIn.partitions.get('gpu-engine')!;
  const page = await serve(new Request('app://gpu/index.html'));
  expect(await page.text()).toContain('gpu');
  const policy = page.headers.get('Content-Security-Policy')!;
  expect(policy.split('; ').toSorted()).toEqual([
    "base-uri 'none'",
    "connect-src 'self'",
    "default-src 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
  ]);
  for (const url of ['app://gpu/%2e%2e/secret.html', 'app://gpu/..%2fsecret.html', 'app://gpu/none.js'])
    expect((await serve(new Request(url))).status, url).toBe(404);
  for (const url of ['app://spikeloom/index.html', 'app://elsewhere/index.html'])
    expect((await serve(new Request(url))).status, url).toBe(403);
  for (const one of ['clipboard-sanitized-write', 'media', 'geolocation']) expect(permission(one), one).toBe(false);
});

it('gives the page its end of the channel once it is loaded, with the adapter that is wanted', async () => {
  const { window, port } = opened();
  const got = new Promise<StandInPort>((resolve) => (window.webContents.onPorts = (_, ports) => resolve(ports[0]!)));
  const pagePort = await got;
  expect(window.webContents.sent).toEqual([{ channel: CHANNELS.enginePort, data: { kind: 'engine-port', adapter: 'card' } }]);
  const heard = new Promise((resolve) => port.on('message', resolve));
  port.start();
  pagePort.postMessage({ kind: 'ready' });
  expect(await heard).toMatchObject({ data: { kind: 'ready' } });
});

it('goes without a word when its job is over, or with the program', async () => {
  const done = opened();
  done.close();
  done.close();
  expect(done.window.calls).toEqual(['destroy']);
  const quitting = opened();
  quitting.standIn.app.emit('before-quit');
  quitting.window.emit('closed');
  await new Promise(setImmediate);
  expect([...done.heard, ...quitting.heard]).toEqual([]);
});

it.each([
  [
    'its process crashes',
    'stopped working (crashed)',
    ({ window }: ReturnType<typeof opened>) => window.webContents.emit('render-process-gone', {}, { reason: 'crashed' }),
  ],
  ['the system closes it', 'was closed', ({ window }: ReturnType<typeof opened>) => window.emit('closed')],
  ['its page cannot be loaded', 'could not be loaded: ERR_FAILED', () => {}],
])('tells its job once, in a sentence, if %s', async (_, why, happen) => {
  const load = (): Promise<void> => (why.includes('loaded') ? Promise.reject(new Error('ERR_FAILED')) : Promise.resolve());
  const one = opened({ load });
  happen(one);
  await vi.waitFor(() => expect(one.window.calls).toContain('destroy'));
  expect(one.heard.map(errorOf)).toMatchObject([
    { code: 'engine.failed', message: `The gpu engine’s window ${why}. Run again, or use the cpu engine.` },
  ]);
  one.close();
  expect(one.heard).toHaveLength(1);
});
