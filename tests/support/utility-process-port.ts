/** Loaded first in a process that stands in for a utility process of Electron: its messages come over `process.parentPort` and over nothing else. */
import { EventEmitter } from 'node:events';

/** To the process: a message with the numbers of ports that it brings, or one for a port. */
export type ToUtilityProcess =
  | { readonly data: unknown; readonly ports: readonly number[] }
  | { readonly to: number; readonly data: unknown }
  | { readonly to: number; readonly closed: true };

/** From the process; `port`: from a port. */
export interface FromUtilityProcess {
  readonly port?: number;
  readonly data: unknown;
}

/** Messages that come before there is a listener wait for it. */
function waiting<T extends EventEmitter>(emitter: T): { readonly emitter: T; readonly deliver: (event: object) => void } {
  const early: object[] = [];
  emitter.on('newListener', (name) => {
    if (name === 'message') setImmediate(() => early.splice(0).forEach((event) => emitter.emit('message', event)));
  });
  const deliver = (event: object): void => {
    if (emitter.listenerCount('message') === 0) early.push(event);
    else emitter.emit('message', event);
  };
  return { emitter, deliver };
}

const send = process.send?.bind(process);
// Threads of the process load this too.
if (send) {
  // It fails, as Electron's does, for what cannot be copied; it says nothing of what has arrived.
  const tell = (message: FromUtilityProcess): void => void send(structuredClone(message), () => {});
  const own = waiting(Object.assign(new EventEmitter(), { postMessage: (data: unknown) => tell({ data }) }));
  const ports = new Map<number, ReturnType<typeof waiting>>();
  const portOf = (port: number): EventEmitter => {
    const emitter = Object.assign(new EventEmitter(), {
      postMessage: (data: unknown) => tell({ port, data }),
      start: () => {},
      close: () => {},
    });
    const made = waiting(emitter);
    ports.set(port, made);
    return made.emitter;
  };
  process.on('message', (message: ToUtilityProcess) => {
    if ('ports' in message) own.deliver({ data: message.data, ports: message.ports.map(portOf) });
    else if ('closed' in message) ports.get(message.to)!.emitter.emit('close');
    else ports.get(message.to)!.deliver({ data: message.data, ports: [] });
  });
  Object.defineProperty(process, 'parentPort', { enumerable: true, value: own.emitter });
  for (const name of ['send', 'disconnect']) Object.defineProperty(process, name, { value: undefined });
}
