/** Whether a project file is whole, looked at in a thread of its own: every page of it is read, and a host has windows to answer. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { startThread } from '../../processes/start-thread.ts';
import { errorOf, type PlainError } from '../jobs/protocol.ts';

/** Resolves where the file is a whole project of a format that is known. Rejects with what `openProject` throws otherwise, or `cancelled`. */
export async function checkProject(path: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new SpikeloomError('cancelled', 'cancelled');
  const worker = startThread(new URL('check-worker.ts', import.meta.url), path);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // It ends by itself, and soon: a thread with a database open is not terminated.
  const giveUp = (): void => reject(new SpikeloomError('cancelled', 'cancelled'));
  signal.addEventListener('abort', giveUp, { once: true });
  worker.on('message', (found: PlainError | null) => (found === null ? resolve() : reject(errorOf(found))));
  worker.on('error', reject);
  worker.on('exit', (code) => reject(new Error(`the check of ${path} ended with status ${code}`)));
  try {
    await promise;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
