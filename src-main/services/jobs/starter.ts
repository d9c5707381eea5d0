/** The job's end of the connection to its supervisor, on Node and in an Electron utility process. */
import { isEnginePageAnswer } from '../../../src-shared/engine/page-port.ts';
import type { FromJob, ToJob } from './protocol.ts';

/** The channel of an Electron utility process; undefined on Node. */
const port = process.parentPort as typeof process.parentPort | undefined;

export function tellStarter(message: FromJob): void {
  if (port) port.postMessage(message);
  else process.send!(message, () => {});
}

/**
 * Listens to the supervisor. `onGone` is called when the supervisor has ended, so that nobody waits for the result. Electron ends
 * a utility process by itself in that case.
 */
export function hearStarter(listener: (message: ToJob) => void, onGone: () => void): void {
  if (port) {
    // Answers about an engine's page are for whoever asked for it (engines/gpu/in-page.ts).
    port.on('message', ({ data }: { readonly data: unknown }) => {
      if (!isEnginePageAnswer(data)) listener(data as ToJob);
    });
    return;
  }
  process.on('message', listener);
  process.on('disconnect', onGone);
}
