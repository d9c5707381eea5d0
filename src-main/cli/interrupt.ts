/**
 * Handles Ctrl-C from the start of the program. The first one cancels the running job, or ends the program if there is none. The
 * second one ends the program.
 */

let cancel: (() => void) | undefined;

function interrupt(): void {
  if (!cancel) process.exit(130);
  const now = cancel;
  cancel = undefined;
  now();
}

process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);

/** Calls `work` with a signal that Ctrl-C aborts. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  cancel = () => abort.abort();
  try {
    return await work(abort.signal);
  } finally {
    cancel = undefined;
  }
}
