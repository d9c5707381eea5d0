/**
 * Attacks on the browser host by any program of this machine, or any page in the user's browser, without its token: it goes on answering
 * its own window, and nothing is left of the others. Bounded in number and time, over loopback only.
 */
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect as connectSocket, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { childrenOf } from '../support/child-processes.ts';
import { type RunningBrowserHost, startBrowserProgram, tinyPages } from './support/browser.ts';
import { type TestWindow, testWindow } from './support/window.ts';

const MANY = 200;
const folder = mkdtempSync(join(tmpdir(), 'spikeloom-attacks-'));
let host: RunningBrowserHost;
let window: TestWindow;
const opened = new Set<Socket>();

beforeAll(async () => {
  host = await startBrowserProgram(join(folder, 'user'), ['--pages', tinyPages(folder)]);
  window = testWindow(await host.connect());
  await answers();
});
afterAll(async () => {
  window.close();
  await host.end();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  for (const socket of opened) socket.destroy();
  opened.clear();
});

/** True if the host still serves the window that was there before, false if it has ended. */
const answers = async (): Promise<boolean> =>
  Promise.race([window.call('job.list', {}).then(() => true), host.ended.then(() => false)]);

/** A connection that stays open on our side, whatever the host does. */
async function attacker(bytes: string | Buffer = ''): Promise<Socket> {
  const socket = connectSocket({ port: Number(host.address.port), host: '127.0.0.1', allowHalfOpen: true });
  opened.add(socket);
  socket.on('error', () => {});
  await new Promise<void>((resolve) => {
    for (const settled of ['connect', 'close']) socket.once(settled, () => resolve());
  });
  socket.resume();
  if (bytes.length > 0) socket.write(bytes);
  return socket;
}

const attackers = (count: number, bytes?: string | Buffer): Promise<Socket[]> =>
  Promise.all(Array.from({ length: count }, () => attacker(bytes)));

/** Resolves when the host has ended its half, or the whole. */
const isLetGo = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    if (socket.destroyed || socket.readableEnded) return resolve();
    for (const end of ['end', 'close']) socket.once(end, () => resolve());
  });

const UPGRADE = [
  'GET /socket?token=none HTTP/1.1',
  'Host: evil.example',
  'Origin: http://evil.example',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  '\r\n',
].join('\r\n');

const canCount = existsSync('/proc/self/fd');
const descriptors = (): number => readdirSync(`/proc/${host.pid}/fd`).length;

/** Waits until the host has no more descriptors open than `most`; the test's own time limit ends it. */
async function untilClosed(most: number): Promise<void> {
  while (descriptors() > most) await sleep(50);
}

describe('upgrades that are refused', () => {
  it('and reset at any moment do not end the host', async () => {
    for (const wait of [0, 0, 1, 5]) {
      const sockets = await attackers(MANY / 2, UPGRADE);
      if (wait > 0) await sleep(wait);
      for (const socket of sockets) socket.resetAndDestroy();
    }
    // Reset before the host has read a byte, and in the middle of the head.
    for (const bytes of ['', UPGRADE.slice(0, 40)]) for (const socket of await attackers(50, bytes)) socket.resetAndDestroy();
    await sleep(100);
    expect(await answers()).toBe(true);
  });

  it.runIf(canCount)('are closed at once, also where the other end keeps its half open', async () => {
    const before = descriptors();
    // Fewer than would have to make room for each other.
    const sockets = await attackers(MANY / 2, UPGRADE);
    await untilClosed(before);
    expect(
      sockets.every(({ writable }) => writable),
      'our halves are open still',
    ).toBe(true);
    expect(await answers()).toBe(true);
  });

  it('that go on sending are not listened to', async () => {
    const sockets = await attackers(10, UPGRADE + 'x'.repeat(200_000));
    await Promise.all(sockets.map(isLetGo));
    expect(await answers()).toBe(true);
  });
});

describe('connections', () => {
  it('that send garbage are closed', async () => {
    const garbage = [
      Buffer.from([0, 255, 1, 254, 13, 10, 13, 10]),
      'GET\r\n\r\n',
      '\u0016\u0003\u0001\u0002\u0000\u0001',
      'GET / HTTP/9.9\r\n\r\n',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      'GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n',
      'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n',
      'POST /upload HTTP/1.1\r\nContent-Length: -1\r\n\r\n',
      'POST /upload HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nzz\r\n',
      `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n\r\n`,
      `GET / HTTP/1.1\r\n${'X-Long: '.padEnd(100_000, 'y')}\r\n\r\n`,
      `GET / HTTP/1.1\r\n${'X: y\r\n'.repeat(20_000)}\r\n`,
    ];
    for (const bytes of garbage) {
      const sockets = await attackers(5, bytes);
      await Promise.all(sockets.map(isLetGo));
    }
    expect(await answers()).toBe(true);
  });

  it.runIf(canCount)('that never say what they want are closed after a few seconds', async () => {
    const before = descriptors();
    const slow = [
      await attackers(20),
      await attackers(20, 'GET / HT'),
      await attackers(20, 'GET / HTTP/1.1\r\nHost: x\r\nX-Half: '),
      await attackers(
        20,
        `POST /upload?token=x HTTP/1.1\r\nHost: 127.0.0.1:${host.address.port}\r\nContent-Length: 1000\r\n\r\nx`,
      ),
    ].flat();
    // A byte now and then does not keep one open.
    const drip = setInterval(() => slow.forEach((socket) => socket.writable && socket.write('x')), 500);
    await untilClosed(before);
    clearInterval(drip);
    expect(await answers()).toBe(true);
  });

  it('of others, however many, leave room for the window', async () => {
    await attackers(3 * MANY);
    expect(await answers()).toBe(true);
    for (let round = 0; round < 5; round++) {
      const late = testWindow(await host.connect());
      expect(await late.call('job.list', {})).toEqual([]);
      late.close();
    }
    if (canCount) expect(descriptors()).toBeLessThan(2 * MANY);
  });
});

describe('a window that goes wrong', () => {
  /** A WebSocket that is let in, to send frames over by hand. */
  const asWindow = (): Promise<Socket> =>
    attacker(
      UPGRADE.replace('token=none', `token=${host.token}`)
        .replace('Host: evil.example', `Host: ${host.address.host}`)
        .replace('http://evil.example', host.address.origin),
    );

  it('takes nobody with it', async () => {
    const frames = [
      Buffer.from([0x81, 0x05, 1, 2, 3]),
      Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
      // Longer than any message may be, and longer than a number can say.
      Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x7f, 0, 0, 0, 1, 2, 3, 4]),
      Buffer.from([0x81, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]),
      // Text that is none, masked with zeros.
      Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28]),
      // A close frame of one byte; a control frame in parts.
      Buffer.from([0x88, 0x81, 0, 0, 0, 0, 1]),
      Buffer.from([0x09, 0x80, 0, 0, 0, 0]),
    ];
    for (const frame of frames)
      for (const end of ['reset', 'end', 'leave'] as const) {
        const socket = await asWindow();
        await once(socket, 'data');
        socket.write(frame);
        if (end === 'reset') socket.resetAndDestroy();
        else if (end === 'end') socket.end();
      }
    await sleep(100);
    expect(await answers()).toBe(true);
  });

  it.runIf(canCount)('and asks for many things at once gets a few processes at a time, and all answers', async () => {
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, childrenOf(host.pid).length);
    }, 20);
    const asked = Array.from({ length: 20 }, () =>
      window.call('model.inputs', { file: '/nowhere/net.onnx' }).catch(() => 'refused'),
    );
    expect(await Promise.all(asked)).toEqual(asked.map(() => 'refused'));
    clearInterval(watch);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(8);
  });

  it('is refused a message nested without end, and answered the next one', async () => {
    const late = new WebSocket(`ws://${host.address.host}/socket?token=${host.token}`, { origin: host.address.origin });
    await once(late, 'open');
    const said: string[] = [];
    late.on('message', (data: Buffer) => said.push(data.toString()));
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    late.send(deep);
    late.send(`{"kind":"call","id":1,"name":"layout.write","request":{"path":"/nowhere","layout":${deep}}}`);
    late.send('{"kind":"call","id":2,"name":"job.list","request":{}}');
    while (said.length < 3) await sleep(10);
    expect(said.map((text) => JSON.parse(text) as { kind: string }).map(({ kind }) => kind)).toEqual([
      'failed',
      'failed',
      'done',
    ]);
    expect(said.join('')).not.toContain('"internal"');
    late.terminate();
  });
});
