/** The window's client: calls and answers, aborts, lost connections, events, and messages that are not as they should be. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type FromWindow, type ToWindow, wireError } from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import type { ChannelState } from './channel.ts';
import { type Client, createClient } from './client.ts';

let client: Client;
let sent: FromWindow[];
let arrive: (message: ToWindow) => void;
let become: (state: ChannelState) => void;

beforeEach(() => {
  sent = [];
  client = createClient({
    send: (message) => void sent.push(message),
    onMessage: (listener) => void (arrive = listener),
    onState: (listener) => void (become = listener),
    upload: ({ name }) => Promise.resolve({ path: `/uploads/${name}`, notes: [] }),
  });
  become('open');
});

const answer = (id: number, response: unknown): void => arrive({ kind: 'done', id, response });
const callsSent = () => sent.filter((message) => message.kind === 'call');
/** What a promise comes to, with the code of its error. */
const outcome = (promise: Promise<unknown>): Promise<unknown> =>
  promise.catch((error: unknown) => (error instanceof SpikeloomError ? error.code : `no SpikeloomError: ${String(error)}`));
const REFUSALS: readonly ChannelState[] = ['lost', 'no-code', 'other-key', 'code-used', 'code-expired', 'other-program'];

describe('an answer', () => {
  it('goes to the call that asked, whatever the order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }).chain((count) => fc.shuffledSubarray([...Array(count).keys()], { minLength: count })),
        async (order) => {
          const before = callsSent().length;
          const asked = order.map((_, index) => client.call('files.list', { folder: `/${index}` }));
          const calls = callsSent().slice(before);
          for (const index of order) {
            const { id, request } = calls[index]!;
            answer(id, { folder: (request as { folder: string }).folder, parent: null, file: null, entries: [] });
          }
          expect((await Promise.all(asked)).map(({ folder }) => folder)).toEqual(order.map((_, index) => `/${index}`));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('of the service’s error has its code, place and details', async () => {
    const asked = client.call('project.open', { path: '/a' });
    const error = new SpikeloomError('project.newer', 'Newer.', { at: { file: '/a' } });
    arrive({ kind: 'failed', id: callsSent()[0]!.id, error: wireError(error) });
    await expect(asked).rejects.toMatchObject({ code: 'project.newer', message: 'Newer.', at: { file: '/a' } });
    await expect(asked).rejects.toHaveProperty('cause', expect.stringContaining('Newer.'));
  });

  it('that comes twice, or to nobody, changes nothing', async () => {
    const asked = client.call('recent.list', {});
    const { id } = callsSent()[0]!;
    answer(id, []);
    answer(id, [{ path: '/late', name: 'late', opened: '', exists: true }]);
    answer(99, 'whatever');
    arrive({ kind: 'failed', id: 98, error: { code: 'internal', message: '' } });
    expect(await asked).toEqual([]);
  });

  it.each([
    ['of another form', [{ path: 7 }]],
    ['with a field too many', [{ path: '', name: '', opened: '', exists: true, more: 1 }]],
    ['that is nothing', undefined],
    ['that is null', null],
  ])('%s ends the call with an error', async (_, response) => {
    const asked = outcome(client.call('recent.list', {}));
    answer(callsSent()[0]!.id, response);
    expect(await asked).toBe('internal');
  });

  it('of another form to one call leaves the others alone', async () => {
    const [wrong, right] = [outcome(client.call('recent.list', {})), client.call('recent.list', {})];
    const [first, second] = callsSent();
    answer(first!.id, 'no list');
    answer(second!.id, []);
    expect([await wrong, await right]).toEqual(['internal', []]);
  });
});

describe('an abort', () => {
  it('ends the call at once and tells the services, once', async () => {
    const abort = new AbortController();
    const asked = outcome(client.call('recent.list', {}, { signal: abort.signal }));
    abort.abort();
    expect(await asked).toBe('cancelled');
    const { id } = callsSent()[0]!;
    expect(sent.slice(1)).toEqual([{ kind: 'abort', id }]);
    answer(id, []);
  });

  it('before the call sends nothing', async () => {
    expect(await outcome(client.call('recent.list', {}, { signal: AbortSignal.abort() }))).toBe('cancelled');
    expect(sent).toEqual([]);
  });

  it('after the answer does nothing', async () => {
    const abort = new AbortController();
    const asked = client.call('recent.list', {}, { signal: abort.signal });
    answer(callsSent()[0]!.id, []);
    abort.abort();
    expect(await asked).toEqual([]);
    expect(sent).toHaveLength(1);
  });

  it('of a call that a lost connection has ended sends nothing', async () => {
    const abort = new AbortController();
    const asked = outcome(client.call('recent.list', {}, { signal: abort.signal }));
    become('lost');
    abort.abort();
    expect(await asked).toBe('connection.lost');
    expect(sent).toHaveLength(1);
  });
});

describe('a connection', () => {
  it.each(REFUSALS)('that is gone (%s) ends all calls, and those that are begun then', async (state) => {
    const asked = [1, 2, 3].map(() => outcome(client.call('recent.list', {})));
    become(state);
    expect(await Promise.all(asked)).toEqual(['connection.lost', 'connection.lost', 'connection.lost']);
    expect(await outcome(client.call('recent.list', {}))).toBe('connection.lost');
    expect(callsSent()).toHaveLength(3);
  });

  it('that is back takes calls, and answers to those before it go to nobody', async () => {
    const before = outcome(client.call('recent.list', {}));
    become('lost');
    become('open');
    const after = client.call('recent.list', {});
    const [first, second] = callsSent();
    expect(first!.id).not.toBe(second!.id);
    answer(first!.id, [{ path: '/old', name: 'old', opened: '', exists: true }]);
    answer(second!.id, []);
    expect([await before, await after]).toEqual(['connection.lost', []]);
  });

  it('that is being made already takes calls', () => {
    become('connecting');
    void client.call('recent.list', {});
    expect(callsSent()).toHaveLength(1);
  });

  it('tells its state at once, then each change, until nobody listens', () => {
    const states: ChannelState[] = [];
    const stop = client.onState((state) => states.push(state));
    become('lost');
    become('open');
    stop();
    become('lost');
    expect(states).toEqual(['open', 'lost', 'open']);
  });
});

describe('an event', () => {
  const settings = { ...DEFAULT_SETTINGS, threads: 3 };
  const tell = (): void => arrive({ kind: 'event', name: 'settings.changed', data: settings });

  it('reaches everybody who listens for it, and nobody else', () => {
    const heard: string[] = [];
    const stop = client.on('settings.changed', ({ threads }) => heard.push(`a${threads}`));
    client.on('settings.changed', () => heard.push('b'));
    client.on('app.notice', () => heard.push('never'));
    tell();
    stop();
    tell();
    expect(heard).toEqual(['a3', 'b', 'b']);
  });

  it('may take its own listener away', () => {
    let heard = 0;
    const stop = client.on('settings.changed', () => {
      heard++;
      stop();
    });
    tell();
    tell();
    expect(heard).toBe(1);
  });

  it('of another form reaches nobody', () => {
    let heard = 0;
    client.on('settings.changed', () => heard++);
    expect(() => arrive({ kind: 'event', name: 'settings.changed', data: { threads: 'three' } })).toThrow();
    expect(heard).toBe(0);
  });
});

it('hands files over by the channel', async () => {
  expect(await client.upload(new File(['x'], 'a b.onnx'))).toEqual({ path: '/uploads/a b.onnx', notes: [] });
});
