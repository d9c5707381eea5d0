/** The job's side of the messages between a job's process and the one that started it, on Node and in a utility process of Electron. */
import type { FromJob, ToJob } from './protocol.ts';

/** Electron's channel; there is none on Node. */
const port = process.parentPort as typeof process.parentPort | undefined;

export function tellStarter(message: FromJob): void {
  if (port) port.postMessage(message);
  else process.send!(message, () => {});
}

/** `onGone` is told that nobody waits for an answer any more; Electron ends a utility process itself then. */
export function hearStarter(listener: (message: ToJob) => void, onGone: () => void): void {
  if (port) {
    port.on('message', ({ data }) => listener(data as ToJob));
    return;
  }
  process.on('message', listener);
  process.on('disconnect', onGone);
}
