/**
 * Services that a test scripts: it says what a call is answered, holds answers back, tells events, loses the connection. What is not
 * scripted is answered by the stand-in for the services.
 */
import {
  type CallName,
  type EventName,
  type EventOf,
  type FromWindow,
  type RequestOf,
  type ResponseOf,
  type ToWindow,
  wireError,
} from '../../src-shared/contract/index.ts';
import type { Channel, ChannelState } from '../host/channel.ts';
import { speakOver } from '../host/client.ts';
import { INITIAL, setWorkbench } from '../state/index.ts';
import { fakeChannel, type FakeKind } from './fake-host.ts';

/** A call that waits for its answer. */
export interface HeldCall<N extends CallName> {
  readonly request: RequestOf<N>;
  readonly answer: (response: ResponseOf<N>) => void;
  readonly fail: (error: unknown) => void;
}

export interface ScriptedServices {
  /** The requests of a call so far, the oldest first. */
  requests<N extends CallName>(name: N): readonly RequestOf<N>[];
  /** Answers a call from now on; what is thrown becomes its error. */
  on<N extends CallName>(name: N, answer: (request: RequestOf<N>) => ResponseOf<N>): void;
  /** Holds a call back from now on. The list grows with every one. */
  hold<N extends CallName>(name: N): readonly HeldCall<N>[];
  tell<N extends EventName>(name: N, data: EventOf<N>): void;
  connection(state: ChannelState): void;
}

type Call = Extract<FromWindow, { kind: 'call' }>;

/** Services of one project, `resnet20` unless another kind is asked for, and the window's client speaking to them. The store is as at the start. */
export function scriptedServices(kind: FakeKind = 'resnet20'): ScriptedServices {
  const fake = fakeChannel(kind);
  const scripts = new Map<string, (call: Call) => void>();
  const asked: Call[] = [];
  let listen: (message: ToWindow) => void = () => {};
  let tellState: (state: ChannelState) => void = () => {};
  let isLost = false;
  const toWindow = (message: ToWindow): void => {
    if (!isLost) listen(message);
  };
  const fail = (id: number, error: unknown): void => toWindow({ kind: 'failed', id, error: wireError(error) });
  const channel: Channel = {
    ...fake,
    send: (message) => {
      if (isLost) return;
      if (message.kind === 'call') asked.push(message);
      const script = message.kind === 'call' ? scripts.get(message.name) : undefined;
      if (script && message.kind === 'call') script(message);
      else fake.send(message);
    },
    onMessage: (listener) => {
      listen = listener;
      fake.onMessage(toWindow);
    },
    onState: (listener) => {
      tellState = listener;
      listener('open');
    },
  };
  speakOver(channel);
  setWorkbench({ ...INITIAL, connection: 'open' });
  return {
    requests: (name) => asked.filter((call) => call.name === name).map(({ request }) => request as never),
    on: (name, answer) => {
      scripts.set(name, ({ id, request }) =>
        // As over a socket: never in the same turn.
        queueMicrotask(() => {
          try {
            toWindow({ kind: 'done', id, response: answer(request as never) });
          } catch (error) {
            fail(id, error);
          }
        }),
      );
    },
    hold: (name) => {
      const held: HeldCall<typeof name>[] = [];
      scripts.set(name, ({ id, request }) => {
        const answer = (response: unknown): void => toWindow({ kind: 'done', id, response });
        held.push({ request: request as never, answer, fail: (error) => fail(id, error) });
      });
      return held;
    },
    tell: (name, data) => toWindow({ kind: 'event', name, data }),
    connection: (state) => {
      isLost = state !== 'open';
      tellState(state);
    },
  };
}

/** Lets everything happen that waits for nothing but its turn. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
