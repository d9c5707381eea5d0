/**
 * Pictures of the samples in view. What rows want is collected until scrolling rests, asked for in one call, and kept. A call of which no
 * row wants anything any more is cancelled.
 */
import { MOST_PICTURES, type SamplePictures, type WireError } from '../../src-shared/contract/index.ts';
import { asWireError } from '../state/index.ts';

/** A picture that was asked for: with its name in the dataset, or the reason why there is none. */
export type Picture = SamplePictures['pictures'][number];

export interface PictureLoader {
  /** Says that a sample is in view; `onChange` is called when its picture is there. Call the result when it is out of view. */
  want(sample: number, onChange: () => void): () => void;
  /** The picture; undefined while it is not there. */
  pictureOf(sample: number): Picture | undefined;
  /** Why there are none at all; null if there are. Stays until `retry`. */
  failure(): WireError | null;
  /** Calls `onChange` when `failure` has changed. */
  watch(onChange: () => void): () => void;
  retry(): void;
  /** Ends what is going on. */
  close(): void;
}

export interface LoaderOptions {
  readonly ask: (samples: number[], signal: AbortSignal) => Promise<SamplePictures>;
  /** How long nothing new must be wanted before a call is made, in ms. */
  readonly rest?: number;
  /** Most pictures that are kept. */
  readonly most?: number;
}

/** A loader of the pictures of one run. */
export function pictureLoader({ ask, rest = 80, most = 2000 }: LoaderOptions): PictureLoader {
  const known = new Map<number, Picture>();
  const wanted = new Map<number, Set<() => void>>();
  const watchers = new Set<() => void>();
  let going: { readonly samples: readonly number[]; readonly abort: AbortController } | null = null;
  let failed: WireError | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(next, rest);
  };
  const setFailed = (error: WireError | null): void => {
    if (failed === error) return;
    failed = error;
    for (const tell of watchers) tell();
  };
  const keep = (pictures: readonly Picture[]): void => {
    for (const picture of pictures) known.set(picture.sample, picture);
    // The oldest go first, but none that is in view.
    for (const sample of known.keys()) {
      if (known.size <= most) break;
      if (!wanted.has(sample)) known.delete(sample);
    }
    for (const { sample } of pictures) for (const tell of wanted.get(sample) ?? []) tell();
  };
  const next = (): void => {
    if (isClosed || failed) return;
    if (going?.samples.some((sample) => wanted.has(sample))) return;
    going?.abort.abort();
    const samples = [...wanted.keys()].filter((sample) => !known.has(sample)).slice(0, MOST_PICTURES);
    going = null;
    if (samples.length === 0) return;
    const mine = { samples, abort: new AbortController() };
    going = mine;
    void ask(samples, mine.abort.signal)
      .then(
        ({ pictures }) => keep(pictures),
        (error: unknown) => {
          if (!mine.abort.signal.aborted) setFailed(asWireError(error));
        },
      )
      .then(() => {
        if (going !== mine) return;
        going = null;
        next();
      });
  };
  return {
    want(sample, onChange) {
      const listeners = wanted.get(sample) ?? new Set();
      listeners.add(onChange);
      wanted.set(sample, listeners);
      soon();
      return () => {
        listeners.delete(onChange);
        if (listeners.size === 0 && wanted.get(sample) === listeners) wanted.delete(sample);
        soon();
      };
    },
    pictureOf: (sample) => known.get(sample),
    failure: () => failed,
    watch(onChange) {
      watchers.add(onChange);
      return () => watchers.delete(onChange);
    },
    retry() {
      setFailed(null);
      soon();
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      going?.abort.abort();
    },
  };
}
