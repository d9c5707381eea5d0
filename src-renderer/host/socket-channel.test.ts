/** One attempt to connect at a time, and none once the page is left. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ChannelState } from './channel.ts';
import { socketChannel } from './socket-channel.ts';
import { onNewToken, tokenFor } from './token.ts';

vi.mock('./token.ts', () => ({ takeCode: () => null, tokenFor: vi.fn(), onNewToken: vi.fn() }));

/** Stands for the browser's. */
class Socket extends EventTarget {
  static readonly OPEN = 1;
  static all: Socket[] = [];
  readyState = 0;
  constructor() {
    super();
    Socket.all.push(this);
  }
  happen(what: 'open' | 'close'): void {
    this.readyState = what === 'open' ? Socket.OPEN : 3;
    this.dispatchEvent(new Event(what));
  }
  close(): void {
    if (this.readyState !== 3) this.happen('close');
  }
}

let page: EventTarget;
beforeEach(() => {
  vi.useFakeTimers();
  Socket.all = [];
  page = Object.assign(new EventTarget(), { location: { host: 'here' } });
  vi.stubGlobal('window', page);
  vi.stubGlobal('WebSocket', Socket);
  vi.mocked(tokenFor).mockReset().mockResolvedValue('lost');
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function channel(): ChannelState[] {
  const states: ChannelState[] = [];
  socketChannel().onState((state) => states.push(state));
  return states;
}
const newToken = (): void => vi.mocked(onNewToken).mock.lastCall![0]();

it('a page that is left tries no more, and does when it is brought back', async () => {
  channel();
  await vi.advanceTimersByTimeAsync(1000);
  const tried = vi.mocked(tokenFor).mock.calls.length;
  expect(tried).toBeGreaterThan(1);
  page.dispatchEvent(new Event('pagehide'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(tokenFor).toHaveBeenCalledTimes(tried);
  expect(vi.getTimerCount()).toBe(0);
  page.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  await vi.advanceTimersByTimeAsync(0);
  expect(tokenFor).toHaveBeenCalledTimes(tried + 1);
});

it('an attempt that is on its way when the page is left starts no timer', async () => {
  channel();
  page.dispatchEvent(new Event('pagehide'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(tokenFor).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});

it('a new token while one is asked for opens one socket', async () => {
  let answer: (found: { token: string }) => void = () => {};
  vi.mocked(tokenFor).mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
  vi.mocked(tokenFor).mockResolvedValue({ token: 'new' });
  const states = channel();
  newToken();
  await vi.advanceTimersByTimeAsync(0);
  answer({ token: 'old' });
  await vi.advanceTimersByTimeAsync(0);
  expect(Socket.all).toHaveLength(1);
  Socket.all[0]!.happen('open');
  expect(states).toEqual(['connecting', 'open']);
  newToken();
  await vi.advanceTimersByTimeAsync(0);
  expect(Socket.all).toHaveLength(1);
});

it('a socket that is lost is opened again, and the old one says nothing more', async () => {
  vi.mocked(tokenFor).mockResolvedValue({ token: 'a' });
  const states = channel();
  await vi.advanceTimersByTimeAsync(0);
  Socket.all[0]!.happen('open');
  Socket.all[0]!.happen('close');
  await vi.advanceTimersByTimeAsync(250);
  Socket.all[1]!.happen('open');
  Socket.all[0]!.happen('close');
  expect(states).toEqual(['connecting', 'open', 'lost', 'open']);
  expect(Socket.all).toHaveLength(2);
});
