/** Who may talk to the browser host, and what it gives away: forged requests are refused, on HTTP and on the socket. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type RequestOptions } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createCodes, newToken } from '../../src-main/hosts/browser/access.ts';
import { type BrowserHost, startBrowserHost } from '../../src-main/hosts/browser/index.ts';
import { tinyPages } from './support/browser.ts';
import { type Answer, rawStatus, request } from './support/raw-requests.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-safety-'));
const pages = tinyPages(folder);
const MOST = 1000;
const heard: string[] = [];
let host: BrowserHost;
beforeAll(async () => {
  writeFileSync(join(folder, 'secret.json'), '{}');
  symlinkSync(join(folder, 'secret.json'), join(pages, 'link.json'));
  host = await startBrowserHost({
    userFolder: join(folder, 'user'),
    version: '1.2.3',
    pages,
    uploads: { most: MOST, mostOfAll: 10 * MOST },
    onCode: (code) => heard.push(code),
  });
});
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const OWN = (): string => `127.0.0.1:${host.port}`;
const FORGED_HOSTS = (): string[] => [
  'evil.example',
  `evil.example:${host.port}`,
  '127.0.0.1',
  `127.0.0.1:${host.port + 1}`,
  `127.0.0.1.evil.example:${host.port}`,
];
const FORGED_ORIGINS = (): string[] => [
  'http://evil.example',
  'null',
  `https://${OWN()}`,
  `http://localhost:${host.port}`,
  'http://127.0.0.1',
  `http://${OWN()}.evil.example`,
];

const ask = (path: string, options: RequestOptions = {}, body: string | Buffer = ''): Promise<Answer> =>
  request(host.port, path, options, body);

/** The page, as an address opens it that was not used yet. */
const page = (): string => host.address().slice(new URL(host.address()).origin.length);
const codeOf = (address: string): string => new URL(address, 'http://host').searchParams.get('code')!;
const upload = (
  name: string,
  headers: Record<string, string> = {},
  body: string | Buffer = 'x',
  token = host.token,
): Promise<Answer> =>
  ask(
    `/upload?token=${token}&name=${encodeURIComponent(name)}`,
    { method: 'POST', headers: { Origin: `http://${OWN()}`, ...headers } },
    body,
  );

describe('the page', () => {
  it('is given for the code of an address, with what it may load', async () => {
    const { status, headers, body } = await ask(page());
    expect([status, body]).toEqual([200, '<!doctype html><title>Spikeloom</title>']);
    expect(headers['set-cookie']).toEqual([expect.stringMatching(/; HttpOnly; SameSite=Strict$/)]);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    const policy = headers['content-security-policy']!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("worker-src 'self' blob:");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-eval');
  });

  it('is refused without a code, or with another, however its name is spelt', async () => {
    const names = [
      '/',
      '/index.html',
      '/index%2ehtml',
      '/%69ndex.html',
      '//index.html',
      '/assets/../index.html',
      '/./index.html',
    ];
    const queries = ['', '?', '?code=', '?code=x', `?code=${host.token}`, `?token=${host.token}`];
    for (const path of [...names.flatMap((name) => queries.map((query) => name + query)), page().slice(0, -1), `${page()}x`])
      expect([403, 404], path).toContain((await ask(path)).status);
  });

  it('is given again to who had it: with a cookie that opens pages, and is neither the token nor a code', async () => {
    const { headers } = await ask(page());
    const cookie = headers['set-cookie']![0]!.split(';')[0]!;
    expect(cookie).not.toContain(host.token);
    for (const path of ['/', '/index.html', '/?open=example'])
      expect((await ask(path, { headers: { Cookie: `a=b; ${cookie}; c=d` } })).status, path).toBe(200);
    for (const other of [cookie.slice(0, -1), `${cookie}x`, `x${cookie}`, cookie.replace(/=.*/, '=')])
      expect((await ask('/', { headers: { Cookie: other } })).status, other).toBe(403);
    const [, value] = cookie.split('=');
    expect((await upload('a.npy', {}, 'x', value)).status).toBe(403);
    expect(
      (await ask(`/session?code=${value}&nonce=${NONCE}`, { method: 'POST', headers: { Origin: `http://${OWN()}` } })).status,
    ).toBe(410);
  });

  it('has a token of 32 random bytes', () => {
    expect(Buffer.from(host.token, 'base64url')).toHaveLength(32);
  });

  it('is refused where the request names another host, or comes from another page', async () => {
    for (const name of FORGED_HOSTS()) expect((await ask(page(), { headers: { Host: name } })).status, name).toBe(403);
    expect(await rawStatus(host.port, `GET ${page()} HTTP/1.1\r\nHost:\r\n\r\n`)).toBe(403);
    expect(await rawStatus(host.port, `GET ${page()} HTTP/1.0\r\n\r\n`)).toBe(403);
    for (const origin of FORGED_ORIGINS()) expect((await ask(page(), { headers: { Origin: origin } })).status, origin).toBe(403);
    for (const site of ['cross-site', 'same-site'])
      expect((await ask('/assets/index.js', { headers: { 'Sec-Fetch-Site': site } })).status, site).toBe(403);
    expect((await ask(page(), { headers: { Host: `localhost:${host.port}` } })).status).toBe(200);
  });

  it('takes no other methods', async () => {
    const headers = { Origin: `http://${OWN()}` };
    for (const method of ['PUT', 'DELETE', 'POST', 'OPTIONS'])
      expect((await ask(page(), { method, headers })).status, method).toBe(405);
    expect(await ask(page(), { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });
});

/** What a page makes up. */
const NONCE = newToken();

describe('the token', () => {
  const session = (query: string, headers: Record<string, string> = { Origin: `http://${OWN()}` }): Promise<Answer> =>
    ask(`/session${query}`, { method: 'POST', headers });

  it('is given for a code, once, and the host hears of every further try', async () => {
    const address = host.address();
    heard.length = 0;
    const query = `?code=${codeOf(address)}&nonce=`;
    expect(JSON.parse((await session(query + NONCE)).body)).toEqual({ token: host.token });
    expect((await session(query + newToken())).status).toBe(409);
    expect((await ask(address.slice(new URL(address).origin.length))).status).toBe(403);
    for (const wrong of ['?', '?code=', '?code=x', `?code=${host.token}`, `?token=${host.token}`])
      expect((await session(`${wrong}&nonce=${NONCE}`)).status, wrong).toBe(410);
    expect(heard).toEqual(['taken', 'used']);
  });

  it('is given again to the page that took the code, which was loaded again before it had read the answer, and to no other', async () => {
    heard.length = 0;
    const query = `?code=${codeOf(host.address())}&nonce=`;
    for (let time = 0; time < 3; time++) expect((await session(query + NONCE)).status).toBe(200);
    expect(heard).toEqual(['taken']);
    for (const nonce of ['', NONCE.slice(1), `${NONCE}a`, newToken()])
      expect((await session(query + nonce)).status, nonce).not.toBe(200);
    expect((await session(query + NONCE)).status).toBe(200);
  });

  it('is given for no nonce that could be guessed', async () => {
    const query = `?code=${codeOf(host.address())}`;
    for (const nonce of ['', '&nonce=', '&nonce=a', `&nonce=${'a'.repeat(42)}`])
      expect((await session(query + nonce)).status, nonce).toBe(410);
    expect((await session(`${query}&nonce=${NONCE}`)).status).toBe(200);
  });

  it('is given again for some seconds only', () => {
    let now = 0;
    const codes = createCodes(() => now);
    const code = codes.make();
    expect(codes.take(code, NONCE)).toBe('taken');
    now = 30_000;
    expect(codes.take(code, NONCE)).toBe('again');
    now = 30_001;
    expect(codes.take(code, NONCE)).toBe('used');
  });

  it('is not given for a code whose time is over', async () => {
    expect((await session(`?code=${codeOf(host.address(-1))}&nonce=${NONCE}`)).status).toBe(410);
  });

  it('is given to our own page only, and a code that others tried is good still', async () => {
    const query = `?code=${codeOf(host.address())}&nonce=${NONCE}`;
    for (const Origin of FORGED_ORIGINS()) expect((await session(query, { Origin })).status, Origin).toBe(403);
    for (const Host of FORGED_HOSTS()) expect((await session(query, { Host, Origin: `http://${OWN()}` })).status, Host).toBe(403);
    expect((await session(query, {})).status).toBe(403);
    expect((await ask(`/session${query}`)).status).toBe(400);
    expect((await session(query)).status).toBe(200);
  });

  it('is proven without being told', async () => {
    const challenge = 'a'.repeat(43);
    const { body } = await ask(`/session?challenge=${challenge}`);
    const proof = createHmac('sha256', host.token).update(`proof:${challenge}`).digest('base64url');
    expect(JSON.parse(body)).toEqual({ proof });
    for (const bad of ['', 'short', 'page', `${challenge}\n`, 'a'.repeat(1000)])
      expect((await ask(`/session?challenge=${encodeURIComponent(bad)}`)).status, bad).toBe(400);
  });
});

describe('files', () => {
  it('are those of the window', async () => {
    expect(await ask('/assets/index.js')).toMatchObject({
      status: 200,
      body: 'export {};',
      headers: { 'content-type': 'text/javascript; charset=utf-8' },
    });
  });

  it.each([
    '/../secret.json',
    '/assets/../../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/%2e%2e%2fsecret.json',
    '/..%5csecret.json',
    '//../secret.json',
    '/link.json',
    '/assets',
    '/assets/',
    '/secret.json%00.js',
    '/%',
    `/${'a'.repeat(5000)}.js`,
    '/nothing.js',
    '/.sources',
  ])('%s is none of them', async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  it('are given on loopback only', async () => {
    const outside = Object.values(networkInterfaces()).flatMap((all) =>
      (all ?? []).filter(({ internal, family }) => !internal && family === 'IPv4'),
    );
    for (const { address } of outside) {
      const socket = connectSocket(host.port, address);
      const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
      expect(error.code).toBe('ECONNREFUSED');
    }
  });
});

describe('the socket', () => {
  /** The status that an upgrade is answered with; 101 where it is let in. */
  const open = (path: string, headers: Record<string, string>): Promise<number> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { headers });
      socket.on('open', () => {
        socket.terminate();
        resolve(101);
      });
      socket.on('unexpected-response', (request, response) => {
        request.destroy();
        resolve(response.statusCode!);
      });
      socket.on('error', () => {});
    });
  const path = (token = host.token): string => `/socket?token=${token}`;
  const own = (): Record<string, string> => ({ Origin: `http://${OWN()}` });

  it('is for our own page with the token', async () => {
    expect(await open(path(), own())).toBe(101);
    expect(await open(path(), { Host: `localhost:${host.port}`, Origin: `http://localhost:${host.port}` })).toBe(101);
  });

  it('is refused to everyone else', async () => {
    for (const token of ['', 'x', `${host.token}x`]) expect(await open(path(token), own()), token).toBe(403);
    expect(await open('/socket', own())).toBe(403);
    expect(await open(`/other?token=${host.token}`, own())).toBe(403);
    expect(await open(path(), {}), 'no origin').toBe(403);
    for (const origin of FORGED_ORIGINS()) expect(await open(path(), { Origin: origin }), origin).toBe(403);
    for (const name of FORGED_HOSTS()) expect(await open(path(), { ...own(), Host: name }), name).toBe(403);
    expect(await open(path(), { ...own(), 'Sec-Fetch-Site': 'cross-site' })).toBe(403);
  });

  it('answers what is no message with an error, and goes on', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path()}`, { headers: own() });
    const answers: unknown[] = [];
    socket.on('message', (data: Buffer) => answers.push(JSON.parse(data.toString())));
    await once(socket, 'open');
    socket.send(Buffer.from([1, 2, 3]));
    socket.send('not JSON');
    socket.send(JSON.stringify({ kind: 'call', id: 5, name: 'job.list', request: {} }));
    await waitFor(() => answers.length === 3);
    expect(answers).toMatchObject([
      { kind: 'failed', error: { code: 'contract.envelope' } },
      { kind: 'failed', error: { code: 'contract.envelope' } },
      { kind: 'done', id: 5, response: [] },
    ]);
    socket.terminate();
  });
});

describe('uploads', () => {
  const uploads = (): string => join(folder, 'user', 'uploads');
  const stored = (): string[] => (existsSync(uploads()) ? readdirSync(uploads()) : []);

  it('are stored under their name, with a word on what did not come along', async () => {
    const { status, body } = await upload('net.onnx', {}, 'bytes');
    expect(status).toBe(200);
    const { path, notes } = JSON.parse(body) as { path: string; notes: string[] };
    expect(dirname(dirname(path))).toBe(uploads());
    expect(path).toMatch(/net\.onnx$/);
    expect(readFileSync(path, 'utf8')).toBe('bytes');
    expect(notes).toEqual([expect.stringContaining('weights in files beside it')]);
    expect((JSON.parse((await upload('a.npy')).body) as { notes: string[] }).notes).toEqual([]);
  });

  it('never leave their folder', async () => {
    for (const name of ['../../evil.js', '/etc/passwd', '..', 'a/../../b.npy', '..\\..\\c.npy', 'x\0.npy', '']) {
      const { status, body } = await upload(name);
      expect(status, name).toBe(200);
      const { path } = JSON.parse(body) as { path: string };
      expect(dirname(dirname(path)), name).toBe(uploads());
    }
  });

  it('are refused where they are too large, announced or not, and leave nothing', async () => {
    const before = stored();
    expect((await upload('a.npy', {}, Buffer.alloc(MOST))).status).toBe(200);
    const one = stored();
    expect(one).toHaveLength(before.length + 1);
    expect((await upload('a.npy', {}, Buffer.alloc(MOST + 1))).status).toBe(413);
    expect((await upload('a.npy', { 'Transfer-Encoding': 'chunked' }, Buffer.alloc(MOST + 1))).status).toBe(413);
    expect(stored()).toEqual(one);
  });

  it('are refused where all of them would be too much, and kept for nobody else to read', async () => {
    const before = stored();
    const answers = [];
    for (let count = 0; count < 12; count++) answers.push(await upload(`${'字'.repeat(100)}.npy`, {}, Buffer.alloc(MOST)));
    const last = answers.at(-1)!;
    expect([last.status, last.body]).toEqual([507, expect.stringContaining(uploads())]);
    expect((await upload('a.npy', { 'Transfer-Encoding': 'chunked' }, Buffer.alloc(MOST))).status).toBe(507);
    const made = stored().filter((name) => !before.includes(name));
    expect(made).toHaveLength(answers.filter(({ status }) => status === 200).length);
    for (const name of made) {
      const own = join(uploads(), name);
      expect(statSync(own).mode & 0o077).toBe(0);
      for (const file of readdirSync(own)) expect(statSync(join(own, file)).mode & 0o077, file).toBe(0);
      rmSync(own, { recursive: true });
    }
  });

  it('that break off leave nothing', async () => {
    const before = stored();
    const sent = httpRequest({
      host: '127.0.0.1',
      port: host.port,
      method: 'POST',
      path: `/upload?token=${host.token}&name=a.npy`,
      headers: { Origin: `http://${OWN()}`, 'Content-Length': '500' },
    });
    sent.on('error', () => {});
    sent.write('only a part');
    await waitFor(() => stored().length === before.length + 1);
    sent.destroy();
    await waitFor(() => stored().length === before.length);
  });

  it('are refused to everyone but our own page', async () => {
    const before = stored();
    expect((await upload('a.npy', {}, 'x', 'wrong')).status).toBe(403);
    for (const origin of FORGED_ORIGINS()) expect((await upload('a.npy', { Origin: origin })).status, origin).toBe(403);
    for (const name of FORGED_HOSTS()) expect((await upload('a.npy', { Host: name })).status, name).toBe(403);
    expect((await ask(`/upload?token=${host.token}&name=a.npy`, { method: 'POST' }, 'x')).status).toBe(403);
    expect(stored()).toEqual(before);
  });
});

it('says where it cannot start', async () => {
  const options = { userFolder: join(folder, 'user'), version: '1.2.3' };
  await expect(startBrowserHost({ ...options, pages, port: host.port })).rejects.toMatchObject({ code: 'option.invalid' });
  await expect(startBrowserHost({ ...options, pages: join(folder, 'none') })).rejects.toMatchObject({ code: 'option.invalid' });
});

/** Waits until something is so; the test's own time limit ends it. */
async function waitFor(is: () => boolean): Promise<void> {
  while (!is()) await new Promise((resolve) => setTimeout(resolve, 5));
}
