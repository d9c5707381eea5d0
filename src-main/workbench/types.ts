/** What the parts of the workbench have in common: who asks, what answers, how windows are told. */
import type { CallName, EventName, EventOf, FilePurpose, RequestOf, ResponseOf } from '../../src-shared/contract/index.ts';

export interface WorkbenchOptions {
  /** Settings, recent projects, the example project, uploads. */
  readonly userFolder: string;
  readonly host: 'electron' | 'browser';
  /** Of Spikeloom, and of what it runs in, for the about box. */
  readonly version: string;
  readonly runtime: string;
  /** The system's file dialog, where the host has one: the path chosen, or null. */
  readonly choose?: (purpose: FilePurpose, suggested: string | undefined) => Promise<string | null>;
}

/** What is known of the window that asks. */
export interface Caller {
  /** Aborted where the window gives up the call, or is gone. */
  readonly signal: AbortSignal;
  /** Which window's connection it is. */
  readonly connection: object;
}

export type Handler<N extends CallName> = (request: RequestOf<N>, caller: Caller) => ResponseOf<N> | Promise<ResponseOf<N>>;
export type Handlers = { readonly [N in CallName]: Handler<N> };

/** Tells all windows. */
export type Emit = <N extends EventName>(name: N, data: EventOf<N>) => void;
