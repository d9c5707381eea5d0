/**
 * A window without a screen: asks, checks all that comes back against the contract and for words that a person in the window cannot
 * know, and remembers the events.
 */
import { randomUUID } from 'node:crypto';
import {
  type CallName,
  CALLS,
  type EventName,
  type EventOf,
  EVENTS,
  type JobState,
  type RequestOf,
  type ResponseOf,
  toWindow,
  type WireError,
} from '../../../src-shared/contract/index.ts';
import type { OptionId } from '../../../src-shared/message/index.ts';
import { FIELD_OF_OPTION, inWindow } from '../../../src-renderer/texts/messages.ts';
import type { Transport } from './host-under-test.ts';

/** A call that failed, as the window gets it. */
export class Refused extends Error {
  readonly code: string;
  readonly wire: WireError;
  constructor(wire: WireError) {
    super(inWindow(wire.message));
    this.code = wire.code;
    this.wire = wire;
  }
}

export interface TestWindow {
  /** Its name in plan changes. */
  readonly id: string;
  /** Rejects with `Refused`. */
  call<N extends CallName>(name: N, request: RequestOf<N>, signal?: AbortSignal): Promise<ResponseOf<N>>;
  /** Sends a call as it is, known or not. */
  ask(name: string, request: unknown): Promise<unknown>;
  /** Sends anything. */
  send(message: object): void;
  /** Events that came so far. */
  events<N extends EventName>(name: N): EventOf<N>[];
  /** The first event that is so, come already or still to come. */
  event<N extends EventName>(name: N, is?: (data: EventOf<N>) => boolean): Promise<EventOf<N>>;
  /** The last state of a job. */
  jobEnd(job: string): Promise<JobState>;
  /** Texts of all that came that name an option of the command line, and settings that the window has no field for: there should be none. */
  options(): readonly string[];
  close(): void;
}

export function testWindow(transport: Transport): TestWindow {
  const options = new Set<string>();
  const note = (name: string, found: readonly string[]): void => found.forEach((text) => options.add(`${name}: ${text}`));
  const waiting = new Map<number, { name: string; resolve: (response: unknown) => void; reject: (error: unknown) => void }>();
  const seen: { readonly name: string; readonly data: unknown }[] = [];
  const listeners = new Set<() => void>();
  let last = 0;

  transport.onMessage((raw) => {
    const message = toWindow.parse(raw);
    if (message.kind === 'event') {
      const name = message.name as EventName;
      const data = EVENTS[name].parse(message.data);
      note(name, optionsIn(data));
      seen.push({ name, data });
      for (const listener of listeners) listener();
      return;
    }
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'failed') {
      note(asked?.name ?? '', optionsIn(message.error));
      asked?.reject(new Refused(message.error));
    } else {
      note(asked?.name ?? '', optionsIn(message.response));
      asked?.resolve(message.response);
    }
  });

  const ask = (name: string, request: unknown, signal?: AbortSignal): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { name, resolve, reject });
      signal?.addEventListener('abort', () => transport.send({ kind: 'abort', id }));
      transport.send({ kind: 'call', id, name, request });
    });

  const events = <N extends EventName>(name: N): EventOf<N>[] =>
    seen.filter((one) => one.name === name).map(({ data }) => data as EventOf<N>);

  const event = <N extends EventName>(name: N, is: (data: EventOf<N>) => boolean = () => true): Promise<EventOf<N>> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = events(name).find(is);
        if (found === undefined) return;
        listeners.delete(look);
        resolve(found);
      };
      listeners.add(look);
      look();
    });

  const window: TestWindow = {
    id: randomUUID(),
    call: async (name, request, signal) => CALLS[name].response.parse(await ask(name, request, signal)) as never,
    ask,
    send: (message) => transport.send(message),
    events,
    event,
    options: () => [...options],
    async jobEnd(job) {
      const now = (await window.call('job.list', {})).find(({ id }) => id === job);
      if (now && now.state !== 'running') return now;
      return event('job.changed', ({ id, state }) => id === job && state !== 'running');
    },
    close: () => transport.close(),
  };
  return window;
}

/** Texts anywhere in a value that name an option, and options without a field; details of errors, for copying, are as they were thrown. */
function optionsIn(value: unknown): string[] {
  if (typeof value === 'string') return /(^|\s)--[a-z]/.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'option' && FIELD_OF_OPTION[inner as OptionId] === null) return [`a reference to ${inner}`];
    return key === 'details' ? [] : optionsIn(inner);
  });
}

/** The code that a call is refused with. */
export const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'it was answered',
    (error: unknown) => {
      if (error instanceof Refused) return error.code;
      throw error;
    },
  );
