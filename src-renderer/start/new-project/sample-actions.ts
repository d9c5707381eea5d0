/** Samples of a draft: where they are, how they are preprocessed, and what the network would see of them. */
import type { Preprocess } from '../../../src-shared/contract/index.ts';
import { host } from '../../host/client.ts';
import { asWireError } from '../../state/index.ts';
import { draft, NOT_ASKED, preprocessOf, readingOf, setDraft } from './draft.ts';

/** Samples that are shown. */
const SHOWN = 24;
/** A preview starts a process: not for every letter that is typed. */
const WAIT_MS = 250;

let going: AbortController | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Takes another source of calibration samples. */
export function setSource(source: string): void {
  setDraft({ source, preview: NOT_ASKED });
  showSamples();
}

/** Takes a preprocessing; null for the one beside the model. */
export function setPreprocess(preprocess: Preprocess | null): void {
  setDraft({ preprocess });
  showSamples();
}

/** Takes back a preview that is being made: of a draft that is left, or for choices that count no more. */
export function stopSamples(): void {
  going?.abort();
  clearTimeout(timer);
}

/** Asks for the preview of what is chosen now, in place of one that is being made. */
export function showSamples(): void {
  stopSamples();
  const now = draft();
  if (!now || now.source === '') return;
  setDraft({ preview: { ...now.preview, busy: true } });
  timer = setTimeout(() => void preview(), WAIT_MS);
}

async function preview(): Promise<void> {
  const now = draft();
  if (!now?.file || now.source === '') return;
  const abort = new AbortController();
  going = abort;
  const { file: model, source, skipBad } = now;
  const preprocess = preprocessOf(now);
  const request = {
    model,
    source,
    skipBad,
    count: SHOWN,
    ...readingOf(now),
    ...(preprocess === null ? {} : { preprocess }),
  };
  try {
    const value = await host().call('samples.preview', request, { signal: abort.signal });
    if (!abort.signal.aborted) setDraft({ preview: { value, error: null, busy: false } });
  } catch (error) {
    if (!abort.signal.aborted) setDraft({ preview: { ...NOT_ASKED, error: asWireError(error) } });
  }
}
