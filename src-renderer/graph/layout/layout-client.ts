/** Asks the layout worker; a newer question makes older ones moot. */
import { graphTexts } from '../../texts/graph.ts';
import type { Layout, LayoutRequest, LayoutResponse } from './protocol.ts';

interface Waiting {
  readonly resolve: (layout: Layout | null) => void;
  readonly reject: (error: Error) => void;
}

let worker: Worker | undefined;
let last = 0;
const waiting = new Map<number, Waiting>();

/**
 * Layout of a visible graph. Null where a newer one was asked for meanwhile. Rejects with an Error, whose message is the reason, where
 * the worker fails or cannot be started; the next question starts a new one.
 */
export function layOut(request: Omit<LayoutRequest, 'id'>): Promise<Layout | null> {
  worker ??= start();
  const id = ++last;
  for (const [older, { resolve }] of waiting) {
    waiting.delete(older);
    resolve(null);
  }
  worker.postMessage({ id, ...request });
  return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
}

/** Starts the worker ahead of the first question, which then need not wait for it. */
export const prepareLayout = (): void => void (worker ??= start());

function start(): Worker {
  const started = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' });
  started.addEventListener('message', ({ data }: MessageEvent<LayoutResponse>) => {
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.kind === 'done') asked?.resolve(data.layout);
    else asked?.reject(new Error(data.message));
  });
  started.addEventListener('error', (event) => {
    started.terminate();
    worker = undefined;
    for (const { reject } of waiting.values()) reject(new Error(reasonOf(event)));
    waiting.clear();
  });
  return started;
}

/** Empty where the worker could not even be loaded. */
const reasonOf = ({ message }: ErrorEvent): string =>
  message ? message.replace(/^Uncaught (Error: )?/, '') : graphTexts.notLoaded;
