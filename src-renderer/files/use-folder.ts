/** The contents of a folder for the dialog, asked anew whenever another one is wanted. */
import { useEffect, useState } from 'react';
import type { FileList, WireError } from '../../src-shared/contract/index.ts';
import { host } from '../host/client.ts';
import { asWireError } from '../state/index.ts';

export interface FolderView {
  /** The last folder that could be read; it stays in view while the next is asked, and where that fails. */
  readonly list: FileList | null;
  readonly error: WireError | null;
  readonly busy: boolean;
}

/** `again` grows to ask once more. */
export function useFolder(folder: string, again: number): FolderView {
  const [view, setView] = useState<FolderView>({ list: null, error: null, busy: true });
  useEffect(() => {
    const abort = new AbortController();
    setView(({ list }) => ({ list, error: null, busy: true }));
    host()
      .call('files.list', { folder }, { signal: abort.signal })
      .then((list) => setView({ list, error: null, busy: false }))
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setView(({ list }) => ({ list, error: asWireError(error), busy: false }));
      });
    return () => abort.abort();
  }, [folder, again]);
  return view;
}
