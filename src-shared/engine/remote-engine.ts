/** The engine interface over messages: the side that asks. */
import { errorOf } from '../errors/plain-error.ts';
import type { Engine, EngineSession } from './engine.ts';
import type { EngineId } from './engines.ts';
import type { EngineAnswer, EngineCall, EngineMessage, EngineResults } from './messages.ts';

/** An engine that runs elsewhere and is spoken to by messages. */
export interface RemoteEngine {
  readonly engine: Engine;
  /** To be called with each answer that arrives. */
  readonly receive: (answer: EngineAnswer) => void;
  /** To be called when the other side has ended: fails with `error` whatever is under way and whatever is asked later. */
  readonly lose: (error: Error) => void;
}

interface Pending {
  readonly resolve: (result: EngineResults[keyof EngineResults]) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: ((fraction: number) => void) | undefined;
}

type CallOf<K extends EngineCall['kind']> = Extract<EngineCall, { readonly kind: K }>;

/** The engine `id` behind a port; `post` sends a message there. A call that is cancelled ends at once, whatever the other side does. */
export function remoteEngine(id: EngineId, post: (message: EngineMessage) => void): RemoteEngine {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let lost: Error | undefined;

  const ask = async <K extends EngineCall['kind']>(
    call: CallOf<K>,
    { signal, onProgress }: { readonly signal?: AbortSignal; readonly onProgress?: (fraction: number) => void } = {},
  ): Promise<{ readonly id: number; readonly result: EngineResults[K] }> => {
    signal?.throwIfAborted();
    if (lost) throw lost;
    const own = ++lastId;
    const { promise, resolve, reject } = Promise.withResolvers<EngineResults[keyof EngineResults]>();
    const cancel = (): void => {
      reject(signal!.reason);
      post({ kind: 'cancel', id: own });
    };
    signal?.addEventListener('abort', cancel, { once: true });
    pending.set(own, { resolve, reject, onProgress });
    try {
      post({ ...(call as EngineCall), id: own });
      return { id: own, result: (await promise) as EngineResults[K] };
    } finally {
      pending.delete(own);
      signal?.removeEventListener('abort', cancel);
    }
  };

  const sessionOf = (session: number): EngineSession => ({
    float: async (inputs, batch, options) => (await ask<'float'>({ kind: 'float', session, inputs, batch }, options)).result,
    summarise: async (inputs, batch, taps, options) =>
      (await ask<'summarise'>({ kind: 'summarise', session, inputs, batch, taps }, options)).result,
    run: async (inputs, batch, { steps, record, ...heard }) => {
      const options = { steps, ...(record ? { record } : {}) };
      return (await ask<'run'>({ kind: 'run', session, inputs, batch, options }, heard)).result;
    },
    notes: async () => (await ask<'notes'>({ kind: 'notes', session })).result,
    // A session whose place is gone is closed.
    [Symbol.asyncDispose]: async () => {
      if (!lost) await ask<'close'>({ kind: 'close', session });
    },
  });

  return {
    engine: {
      id,
      // Callers give more than the options, and what is no plain data cannot be sent.
      prepare: async (network, { threads } = {}) => {
        const options = threads === undefined ? {} : { threads };
        return sessionOf((await ask<'prepare'>({ kind: 'prepare', network, options })).id);
      },
    },
    receive(answer) {
      const call = pending.get(answer.id);
      if (answer.kind === 'progress') call?.onProgress?.(answer.fraction);
      else if (answer.kind === 'done') call?.resolve(answer.result);
      else call?.reject(errorOf(answer.error));
    },
    lose(error) {
      lost ??= error;
      for (const { reject } of pending.values()) reject(lost);
    },
  };
}
