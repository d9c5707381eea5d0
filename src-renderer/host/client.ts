/** The window's one client: asks the services, checks what comes back, hands out events. */
import {
  type CallName,
  CALLS,
  type EventName,
  type EventOf,
  EVENTS,
  fromWire,
  type RequestOf,
  type ResponseOf,
} from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import type { Channel, ChannelState, Uploaded } from './channel.ts';
import { openChannel } from './open-channel.ts';

interface Waiting {
  readonly name: CallName;
  readonly resolve: (response: never) => void;
  readonly reject: (error: unknown) => void;
}

export interface Client {
  /** This window's name in events about changes it made itself. */
  readonly id: string;
  /**
   * Asks. Rejects with a SpikeloomError: that of the service, `cancelled` after an abort, `connection.lost` where the host went
   * away before it answered (jobs go on without the window; ask again once it is back).
   */
  call<N extends CallName>(name: N, request: RequestOf<N>, options?: { readonly signal?: AbortSignal }): Promise<ResponseOf<N>>;
  on<N extends EventName>(name: N, listener: (data: EventOf<N>) => void): () => void;
  onState(listener: (state: ChannelState) => void): () => void;
  upload(file: File, signal?: AbortSignal): Promise<Uploaded>;
}

/** The client over a channel; tests hand in their own. */
export function createClient(channel: Channel): Client {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Set<(data: never) => void>>();
  const stateListeners = new Set<(state: ChannelState) => void>();
  let last = 0;
  let state: ChannelState = 'connecting';

  const lose = (): void => {
    for (const { reject } of waiting.values()) reject(lost());
    waiting.clear();
  };
  channel.onMessage((message) => {
    if (message.kind === 'event') {
      const name = message.name as EventName;
      const data = EVENTS[name].parse(message.data);
      for (const listener of listeners.get(message.name) ?? []) listener(data as never);
      return;
    }
    const asked = waiting.get(message.id);
    if (!asked) return;
    waiting.delete(message.id);
    if (message.kind === 'failed') asked.reject(fromWire(message.error));
    else asked.resolve(CALLS[asked.name].response.parse(message.response) as never);
  });
  channel.onState((next) => {
    state = next;
    if (isGone(next)) lose();
    for (const listener of stateListeners) listener(next);
  });

  return {
    id: crypto.randomUUID(),
    call: (name, request, { signal } = {}) =>
      new Promise((resolve, reject) => {
        if (isGone(state)) return reject(lost());
        if (signal?.aborted) return reject(cancelled());
        const id = ++last;
        waiting.set(id, { name, resolve, reject });
        signal?.addEventListener('abort', () => {
          if (!waiting.delete(id)) return;
          channel.send({ kind: 'abort', id });
          reject(cancelled());
        });
        channel.send({ kind: 'call', id, name, request });
      }),
    on: (name, listener) => {
      const all = listeners.get(name) ?? new Set();
      listeners.set(name, all.add(listener as (data: never) => void));
      return () => void all.delete(listener as (data: never) => void);
    },
    onState: (listener) => {
      stateListeners.add(listener);
      listener(state);
      return () => void stateListeners.delete(listener);
    },
    upload: (file, signal) => channel.upload(file, signal),
  };
}

const isGone = (state: ChannelState): boolean => state !== 'open' && state !== 'connecting';
const cancelled = (): SpikeloomError => new SpikeloomError('cancelled', 'Cancelled.');
const lost = (): SpikeloomError =>
  new SpikeloomError(
    'connection.lost',
    'Spikeloom does not answer; the window tries again by itself. Nothing that was done is lost.',
  );

let client: Client | undefined;
/** Makes the client speak over another channel than the page's own: for tests. Before anything asks for the client. */
export const speakOver = (channel: Channel): void => void (client = createClient(channel));

/** The client of this page, made at first use. */
export const host = (): Client => (client ??= createClient(openChannel()));
