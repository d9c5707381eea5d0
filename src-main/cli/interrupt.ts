/** Ctrl-C, from the first moment on: the first cancels the job that runs, or ends the program where there is none; the second ends it. */

let cancel: (() => void) | undefined;

function interrupt(): void {
  if (!cancel) process.exit(130);
  const now = cancel;
  cancel = undefined;
  now();
}

process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);

/** Calls `work` with a signal that is aborted by Ctrl-C. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  cancel = () => abort.abort();
  try {
    return await work(abort.signal);
  } finally {
    cancel = undefined;
  }
}
