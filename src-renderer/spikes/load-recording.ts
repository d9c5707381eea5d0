/** Reads a recording from the host, piece by piece. */
import { useEffect, useState } from 'react';
import type { RequestOf, WireError } from '../../src-shared/contract/index.ts';
import type { RecordedLayer } from '../../src-shared/spikes/index.ts';
import { host } from '../host/client.ts';
import { asWireError, useWorkbench } from '../state/index.ts';
import { type Recording, recordingOf } from './recording.ts';

export type Loading =
  | { readonly state: 'waiting' }
  | { readonly state: 'here'; readonly recording: Recording }
  | { readonly state: 'failed'; readonly error: WireError; readonly retry: () => void };

/** What to read. */
export interface RecordingPlace {
  readonly path: string;
  /** Number of the run. */
  readonly id: number;
  readonly layer: RecordedLayer;
  readonly sample: number;
}

type Part = RequestOf<'run.spikePiece'>['part'];

async function bytesOf(place: RecordingPlace, part: Part, signal: AbortSignal): Promise<Uint8Array> {
  const { path, id, layer, sample } = place;
  const pieces: Uint8Array[] = [];
  let from: number | null = 0;
  while (from !== null) {
    const request: RequestOf<'run.spikePiece'> = { path, id, layer: layer.name, sample, part, from };
    const { data, next } = await host().call('run.spikePiece', request, { signal });
    pieces.push(Uint8Array.from(atob(data), (character) => character.charCodeAt(0)));
    from = next;
  }
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

async function read(place: RecordingPlace, signal: AbortSignal): Promise<Recording> {
  const [thresholds, activations, codes] = await Promise.all([
    bytesOf(place, 'thresholds', signal),
    bytesOf(place, 'activations', signal),
    bytesOf(place, 'codes', signal),
  ]);
  return recordingOf(place.layer, place.sample, { thresholds, activations, codes });
}

/** Hook: the recording at a place. `key` says which; another key reads anew. The last one stays until the next is here. */
export function useRecording(place: RecordingPlace, key: string): Loading {
  const [loading, setLoading] = useState<Loading>({ state: 'waiting' });
  const [attempt, setAttempt] = useState(0);
  const connected = useWorkbench(({ connection }) => connection === 'open');
  useEffect(() => {
    if (!connected) return;
    const abort = new AbortController();
    const take = (next: Loading): void => {
      if (!abort.signal.aborted) setLoading(next);
    };
    read(place, abort.signal).then(
      (recording) => take({ state: 'here', recording }),
      (error: unknown) => {
        const wire = asWireError(error);
        // The window says so already; it is read again when there is somebody to answer.
        if (wire.code === 'connection.lost') return;
        take({ state: 'failed', error: wire, retry: () => setAttempt((count) => count + 1) });
      },
    );
    return () => abort.abort();
    // `key` stands for `place`.
  }, [key, attempt, connected]);
  return loading;
}
