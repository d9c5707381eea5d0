// @vitest-environment happy-dom
/** The channel of a page: Electron's bridge where the preload script put one there. */
import { afterEach, expect, it, vi } from 'vitest';
import type { ToWindow } from '../../src-shared/contract/index.ts';
import { openChannel } from './open-channel.ts';

vi.mock('./socket-channel.ts', () => ({ socketChannel: () => 'a socket' }));
afterEach(() => void Object.assign(window, { spikeloom: undefined }));

it('is a socket in a browser', () => expect(openChannel()).toBe('a socket'));

it('is the bridge in Electron: always open, checked, with files where they lie', async () => {
  const sent: unknown[] = [];
  let arrive: (raw: unknown) => void = () => undefined;
  Object.assign(window, {
    spikeloom: {
      send: (message: unknown) => sent.push(message),
      onMessage: (listener: typeof arrive) => (arrive = listener),
      pathOf: ({ name }: File) => `/disk/${name}`,
    },
  });
  const channel = openChannel();
  const [states, heard]: [string[], ToWindow[]] = [[], []];
  channel.onState((state) => states.push(state));
  channel.onMessage((message) => heard.push(message));
  channel.send({ kind: 'abort', id: 1 });
  arrive({ kind: 'done', id: 1, response: 'r' });
  expect([states, sent, heard]).toEqual([['open'], [{ kind: 'abort', id: 1 }], [{ kind: 'done', id: 1, response: 'r' }]]);
  for (const wrong of [{ kind: 'more' }, null, 'text', { kind: 'done', id: 1.5, response: 1 }])
    expect(() => arrive(wrong)).toThrow();
  expect(heard).toHaveLength(1);
  expect(await channel.upload(new File([''], 'a b.onnx'))).toEqual({ path: '/disk/a b.onnx', notes: [] });
});
