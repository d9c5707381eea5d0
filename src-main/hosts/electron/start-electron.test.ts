import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { electronStandIn, type StandIn, type StandInWindow } from '../../../tests/support/electron-stand-in.ts';
import { CHANNELS } from './channels.ts';
import { startElectron } from './start-electron.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spikeloom-electron-'));
  mkdirSync(join(folder, 'pages'));
  writeFileSync(join(folder, 'pages', 'index.html'), '<title>Spikeloom</title>');
  writeFileSync(join(folder, 'secret.html'), 'nobody sees this');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function start(standIn: StandIn, argv: readonly string[] = ['electron'], platform = 'linux'): Promise<StandInWindow> {
  await startElectron(standIn.electron, {
    userFolder: join(folder, 'user'),
    pages: join(folder, 'pages'),
    preload: '/program/preload.cjs',
    gpu: { pages: join(folder, 'gpu-page'), preload: '/program/gpu-preload.cjs' },
    argv,
    folder,
    platform,
    runtime: 'Electron 45',
    warn: (message) => expect.fail(JSON.stringify(message)),
  });
  return standIn.windows[0]!;
}

/** Sends a message as a page of the host would. */
const sendAs = (
  standIn: StandIn,
  window: StandInWindow,
  channel: string,
  message: unknown,
  senderFrame: unknown = window.webContents.mainFrame,
) => standIn.ipc.emit(channel, { sender: window.webContents, senderFrame }, message);

const answersTo = ({ webContents }: StandInWindow) =>
  webContents.sent
    .filter(({ channel }) => channel === CHANNELS.toWindow)
    .map(({ data }) => data as { kind: string; id?: number; response?: unknown });

describe('the window', () => {
  it('is sandboxed, isolated, without Node, and loads its own pages', async () => {
    const window = await start(electronStandIn());
    expect(window.options.webPreferences).toEqual({
      preload: '/program/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      spellcheck: false,
    });
    expect(window.address).toBe('app://spikeloom/index.html');
  });

  it('goes nowhere else, opens no windows, embeds nothing and is asked for no permission', async () => {
    const standIn = electronStandIn();
    const { webContents } = await start(standIn);
    const prevented = (name: string, url: string): boolean => {
      const preventDefault = vi.fn();
      webContents.emit(name, { url, preventDefault });
      return preventDefault.mock.calls.length > 0;
    };
    for (const url of ['https://example.org/', 'file:///etc/passwd', 'app://other/index.html', 'app:spikeloom', 'nonsense'])
      expect(prevented('will-navigate', url), url).toBe(true);
    expect(prevented('will-navigate', 'app://spikeloom/index.html')).toBe(false);
    expect(prevented('will-redirect', 'app://spikeloom/index.html')).toBe(true);
    expect(prevented('will-attach-webview', '')).toBe(true);
    expect(webContents.openHandler!({ url: 'app://spikeloom/index.html' })).toEqual({ action: 'deny' });
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal'])
      expect(standIn.permission(permission), permission).toBe(false);
  });

  it('gets the files of the built window with the policy of the pages, and nothing beside them', async () => {
    const standIn = electronStandIn();
    await start(standIn);
    expect(standIn.schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
    const page = await standIn.serve(new Request('app://spikeloom/index.html?open=example'));
    expect(await page.text()).toContain('Spikeloom');
    expect(page.headers.get('Content-Security-Policy')).toContain("script-src 'self'");
    for (const url of ['app://spikeloom/%2e%2e/secret.html', 'app://spikeloom/..%2fsecret.html', 'app://spikeloom/none.js'])
      expect((await standIn.serve(new Request(url))).status, url).toBe(404);
    expect((await standIn.serve(new Request('app://elsewhere/index.html'))).status).toBe(403);
    expect((await standIn.serve(new Request('app://spikeloom/index.html', { method: 'POST' }))).status).toBe(403);
  });

  it('stands where it stood', async () => {
    const first = await start(electronStandIn());
    expect(first.options).toMatchObject({ width: 1440, height: 900 });
    first.emit('close');
    await vi.waitFor(() =>
      expect(JSON.parse(readFileSync(join(folder, 'user', 'window.json'), 'utf8'))).toMatchObject({ maximised: false }),
    );
    const second = await start(electronStandIn());
    expect(second.options).toMatchObject(first.bounds);
  });
});

describe('messages', () => {
  const info = { kind: 'call', id: 1, name: 'app.info', request: {} };

  it('are answered by the services', async () => {
    const standIn = electronStandIn();
    const window = await start(standIn);
    sendAs(standIn, window, CHANNELS.toServices, info);
    await vi.waitFor(() => expect(answersTo(window)).toHaveLength(1));
    expect(answersTo(window)[0]).toMatchObject({
      kind: 'done',
      id: 1,
      response: { host: 'electron', nativeDialogs: true, runtime: 'Electron 45' },
    });
  });

  it('of other pages and of frames are not', async () => {
    const standIn = electronStandIn();
    const window = await start(standIn);
    sendAs(standIn, window, CHANNELS.toServices, info, { url: 'app://spikeloom/index.html' });
    sendAs(standIn, window, CHANNELS.toServices, info, null);
    window.webContents.mainFrame.url = 'https://example.org/';
    sendAs(standIn, window, CHANNELS.toServices, info);
    window.webContents.mainFrame.url = 'app://spikeloom/index.html';
    sendAs(standIn, window, CHANNELS.toServices, { ...info, id: 2 });
    await vi.waitFor(() => expect(answersTo(window)).toHaveLength(1));
    expect(answersTo(window)[0]).toMatchObject({ id: 2 });
  });

  it('of a page that is loaded anew go over a connection of its own', async () => {
    const standIn = electronStandIn();
    const window = await start(standIn);
    sendAs(standIn, window, CHANNELS.toServices, info);
    window.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    // The id can be used again, because the connection that would answer it is gone.
    sendAs(standIn, window, CHANNELS.toServices, info);
    await vi.waitFor(() => expect(answersTo(window)).toHaveLength(1));
    expect(answersTo(window)[0]).toMatchObject({ kind: 'done', id: 1 });
  });

  it('ask for files through the system’s dialogs', async () => {
    const standIn = electronStandIn();
    const window = await start(standIn);
    standIn.answers.push(
      { canceled: false, filePaths: ['/models/a.onnx'] },
      { canceled: true, filePaths: [] },
      { canceled: false, filePath: '/p/new' },
    );
    const ask = (id: number, purpose: string) => ({ kind: 'call', id, name: 'files.choose', request: { purpose } });
    for (const [index, purpose] of ['model', 'project', 'new-project'].entries())
      sendAs(standIn, window, CHANNELS.toServices, ask(index, purpose));
    await vi.waitFor(() => expect(answersTo(window)).toHaveLength(3));
    const paths = answersTo(window)
      .sort((a, b) => a.id! - b.id!)
      .map(({ response }) => response);
    expect(paths).toEqual([{ path: '/models/a.onnx' }, { path: null }, { path: '/p/new.spikeloom' }]);
    expect(standIn.asked[0]).toMatchObject({ properties: ['openFile'], filters: [{ extensions: ['onnx'] }] });
  });
});

describe('projects', () => {
  it('of the command line open first', async () => {
    expect((await start(electronStandIn(), ['electron', '--inspect', 'my net.spikeloom'])).address).toBe(
      `app://spikeloom/index.html?${new URLSearchParams({ open: join(folder, 'my net.spikeloom') }).toString()}`,
    );
    expect((await start(electronStandIn(), ['electron', '.', '--example'])).address).toBe(
      'app://spikeloom/index.html?open=example',
    );
  });

  it('of a second start and of the system open in the window that is there', async () => {
    const standIn = electronStandIn();
    const window = await start(standIn);
    standIn.app.emit('second-instance', {}, ['electron', 'two.spikeloom'], '/elsewhere');
    const preventDefault = vi.fn();
    standIn.app.emit('open-file', { preventDefault }, '/three.spikeloom');
    expect(window.webContents.sent).toEqual([
      { channel: CHANNELS.open, data: '/elsewhere/two.spikeloom' },
      { channel: CHANNELS.open, data: '/three.spikeloom' },
    ]);
    expect(window.calls).toContain('focus');
    expect(preventDefault).toHaveBeenCalled();
    expect(standIn.windows).toHaveLength(1);
  });

  it('are left to the program that runs already', async () => {
    const standIn = electronStandIn({ isFirst: false });
    await start(standIn, ['electron', 'two.spikeloom']);
    expect(standIn.windows).toHaveLength(0);
    expect(standIn.app.quits).toBe(1);
  });
});

it('ends only after jobs and projects are closed', async () => {
  const standIn = electronStandIn();
  await start(standIn);
  const preventDefault = vi.fn();
  standIn.app.emit('will-quit', { preventDefault });
  expect(preventDefault).toHaveBeenCalledOnce();
  await vi.waitFor(() => expect(standIn.app.quits).toBe(1));
  standIn.app.emit('will-quit', { preventDefault });
  expect(preventDefault).toHaveBeenCalledOnce();
});

it.each([
  ['linux', 1, ['enable-unsafe-webgpu']],
  ['win32', 1, []],
  ['darwin', 0, []],
])('on %s, goes with its window, whatever hidden windows jobs still have', async (platform, quits, switches) => {
  const standIn = electronStandIn();
  const window = await start(standIn, ['electron'], platform);
  expect(standIn.switches).toEqual(switches);
  window.emit('closed');
  expect(standIn.app.quits).toBe(quits);
  // Without a listener, Electron itself would quit.
  expect(standIn.app.emit('window-all-closed')).toBe(true);
  expect(standIn.app.quits).toBe(quits);
});

it('asks what to do where the page’s process is gone', async () => {
  const standIn = electronStandIn();
  const window = await start(standIn);
  standIn.answers.push({ response: 0 });
  window.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  await vi.waitFor(() => expect(window.calls).toContain('reload'));
  expect(standIn.asked[0]).toMatchObject({ message: expect.stringContaining('crashed') as string });
});
