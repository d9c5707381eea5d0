/** The records of a run, read piece by piece and put together: of 50,000 samples they come in a dozen pieces. */
import { useEffect, useState } from 'react';
import type { RecordsPiece, WireError } from '../../src-shared/contract/index.ts';
import { decodeRecords, joinRecords, type SampleRecords } from '../../src-shared/metrics/index.ts';
import { host } from '../host/client.ts';
import { asWireError, useWorkbench } from '../state/index.ts';

/** The samples of a run. Rows of the records are in the order of the dataset. */
export interface RunSamples {
  readonly records: SampleRecords;
  /** The number of each row's sample in the dataset. */
  readonly numbers: Int32Array;
  readonly classes: number;
  readonly names: readonly string[] | null;
  /** Samples of the whole run; the records of a run that has not ended are fewer. */
  readonly of: number;
}

export type Reading =
  | { readonly state: 'reading'; readonly done: number; readonly of: number }
  | { readonly state: 'here'; readonly run: RunSamples }
  | { readonly state: 'missing'; readonly why: string }
  | { readonly state: 'failed'; readonly error: WireError; readonly retry: () => void };

const START: Reading = { state: 'reading', done: 0, of: 0 };

/** Hook: the samples of a run. `key` says what is read: another key reads anew, and ends what was being read before. */
export function useRecords(path: string, id: number, key: string): Reading {
  const [reading, setReading] = useState<{ readonly key: string; readonly now: Reading }>({ key, now: START });
  const [attempt, setAttempt] = useState(0);
  const connected = useWorkbench(({ connection }) => connection === 'open');
  useEffect(() => {
    // What was lost with the connection is read again when it is back.
    if (!connected) return;
    const abort = new AbortController();
    const tell = (now: Reading): void => {
      if (!abort.signal.aborted) setReading({ key, now });
    };
    tell(START);
    read(path, id, abort.signal, tell).catch((error: unknown) => {
      const wire = asWireError(error);
      if (wire.code === 'connection.lost') return;
      tell({ state: 'failed', error: wire, retry: () => setAttempt((count) => count + 1) });
    });
    return () => abort.abort();
  }, [path, id, key, attempt, connected]);
  return reading.key === key ? reading.now : START;
}

async function read(path: string, id: number, signal: AbortSignal, tell: (now: Reading) => void): Promise<void> {
  const parts: SampleRecords[] = [];
  const numbers: number[] = [];
  for (let from = 0; ; ) {
    const piece = await host().call('run.records', { path, id, from }, { signal });
    if (piece.missing !== null) return tell({ state: 'missing', why: piece.missing });
    takePiece(piece, parts, numbers);
    if (piece.next === null) {
      const { classes, names, samples: of } = piece;
      return tell({
        state: 'here',
        run: { records: joinRecords(parts), numbers: Int32Array.from(numbers), classes, names, of },
      });
    }
    tell({ state: 'reading', done: numbers.length, of: piece.kept });
    from = piece.next;
  }
}

function takePiece({ batches, steps, classes }: RecordsPiece, parts: SampleRecords[], numbers: number[]): void {
  for (const { first, samples, data } of batches) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const records = decodeRecords(bytes, { samples, steps, classes });
    // The host has read them once already.
    if (!records) throw new Error('records that are none');
    parts.push(records);
    for (let i = 0; i < samples; i++) numbers.push(first + i);
  }
}
