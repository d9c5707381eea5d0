/** A stand-in for Electron's `MessageChannelMain`: two ports whose messages wait until a port is started, and are copied as they cross. */
import { EventEmitter } from 'node:events';

export class StandInPort extends EventEmitter {
  other: StandInPort = this;
  #isStarted = false;
  #isClosed = false;
  readonly #early: unknown[] = [];

  postMessage(data: unknown): void {
    this.other.#deliver(structuredClone(data));
  }

  start(): void {
    this.#isStarted = true;
    for (const data of this.#early.splice(0)) this.#deliver(data);
  }

  /** Both ends hear of it, each once. */
  close(): void {
    for (const port of [this, this.other]) {
      if (!port.#isClosed) setImmediate(() => port.emit('close'));
      port.#isClosed = true;
    }
  }

  #deliver(data: unknown): void {
    if (this.#isClosed) return;
    if (this.#isStarted) setImmediate(() => this.emit('message', { data, ports: [] }));
    else this.#early.push(data);
  }
}

export class MessageChannelStandIn {
  readonly port1 = new StandInPort();
  readonly port2 = new StandInPort();
  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}
