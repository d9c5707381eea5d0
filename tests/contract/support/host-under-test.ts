/** What the contract suite needs of a host: to start it as a program of its own, to connect windows, to end and to kill it. */
import type { FromWindow } from '../../../src-shared/contract/index.ts';

/** The two ends of a window's connection, whatever carries it. */
export interface Transport {
  send(message: FromWindow | object): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The window goes away without a word. */
  close(): void;
}

export interface RunningHost {
  readonly pid: number;
  connect(): Promise<Transport>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** As a user ends it; resolves when the process is gone. */
  end(): Promise<void>;
}

export interface HostUnderTest {
  readonly name: 'browser' | 'electron';
  start(userFolder: string): Promise<RunningHost>;
}
