/**
 * What the services know of something, for a component that shows it: asked when it is needed, asked again when it may have
 * changed, or when a lost connection is back.
 */
import { useEffect, useRef, useState } from 'react';
import type { CallName, RequestOf, ResponseOf, WireError } from '../../src-shared/contract/index.ts';
import { host } from '../host/client.ts';
import { asWireError } from './notices.ts';
import { useWorkbench } from './workbench.ts';

export type Answer<T> =
  | { readonly state: 'waiting' }
  | { readonly state: 'here'; readonly value: T }
  | { readonly state: 'failed'; readonly error: WireError; readonly retry: () => void };

/**
 * Hook: the answer to a call. `key` says what was asked: another key asks anew, and aborts what was asked before; null asks nothing. The
 * last answer stays while a new one for the same `subject` is on its way, so that nothing flickers.
 */
export function useAnswer<N extends CallName>(
  name: N,
  request: RequestOf<N>,
  key: string | null,
  subject: string | null = key,
): Answer<ResponseOf<N>> {
  const [answer, setAnswer] = useState<{ readonly subject: string | null; readonly answer: Answer<ResponseOf<N>> } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const connected = useWorkbench(({ connection }) => connection === 'open');
  const [lost, setLost] = useState(false);
  const latest = useRef(request);
  latest.current = request;
  useEffect(() => {
    if (key === null) return;
    const abort = new AbortController();
    const take = (next: Answer<ResponseOf<N>>): void => {
      if (!abort.signal.aborted) setAnswer({ subject, answer: next });
    };
    const retry = (): void => setAttempt((count) => count + 1);
    host()
      .call(name, latest.current, { signal: abort.signal })
      .then(
        (value) => take({ state: 'here', value }),
        (error: unknown) => {
          const wire = asWireError(error);
          // The window says so already; the question is asked again when there is somebody to answer.
          if (wire.code === 'connection.lost') setLost(true);
          else take({ state: 'failed', error: wire, retry });
        },
      );
    return () => abort.abort();
  }, [name, key, subject, attempt]);
  useEffect(() => {
    if (!connected || !lost) return;
    setLost(false);
    setAttempt((count) => count + 1);
  }, [connected, lost]);
  return answer !== null && answer.subject === subject && key !== null ? answer.answer : { state: 'waiting' };
}
