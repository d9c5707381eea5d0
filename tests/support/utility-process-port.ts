/** Loaded first in a process that stands in for a utility process of Electron: its messages come over `process.parentPort` and over nothing else. */
import { EventEmitter } from 'node:events';

const send = process.send?.bind(process);
// Threads of the process load this too.
if (send) {
  const port = Object.assign(new EventEmitter(), {
    // It fails, as Electron's does, for what cannot be copied; it says nothing of what has arrived.
    postMessage: (message: unknown) => void send(structuredClone(message), () => {}),
  });
  const early: unknown[] = [];
  const deliver = (data: unknown): void => void port.emit('message', { data, ports: [] });
  process.on('message', (data) => {
    if (port.listenerCount('message') === 0) early.push(data);
    else deliver(data);
  });
  port.on('newListener', (name) => {
    if (name === 'message') setImmediate(() => early.splice(0).forEach(deliver));
  });
  Object.defineProperty(process, 'parentPort', { enumerable: true, value: port });
  for (const name of ['send', 'disconnect']) Object.defineProperty(process, name, { value: undefined });
}
