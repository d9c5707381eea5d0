/** The engine interface over messages: the side of the caller. */
import { errorOf } from '../errors/plain-error.ts';
import type { Engine, EngineSession } from './engine.ts';
import type { EngineId } from './engines.ts';
import type { EngineAnswer, EngineCall, EngineMessage, EngineResults } from './messages.ts';

/** An engine behind a port, and the functions to call when something happens on the port. */
export interface RemoteEngine {
  readonly engine: Engine;
  /** Call with each message that arrives. */
  readonly receive: (answer: EngineAnswer) => void;
  /** Call when the other side has ended. Pending calls and all later ones fail with `error`. */
  readonly lose: (error: Error) => void;
}

interface Pending {
  readonly resolve: (result: EngineResults[keyof EngineResults]) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: ((fraction: number) => void) | undefined;
}

type CallOf<K extends EngineCall['kind']> = Extract<EngineCall, { readonly kind: K }>;

/** The engine `id` behind a port. `post` sends a message to it. A cancelled call ends at once, even if the other side does not react. */
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
    // If the other side has ended, its session counts as closed.
    [Symbol.asyncDispose]: async () => {
      if (!lost) await ask<'close'>({ kind: 'close', session });
    },
  });

  return {
    engine: {
      id,
      // Only the known options are sent, because callers may pass further fields that are not plain data.
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
