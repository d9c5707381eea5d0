/** Types that the parts of the workbench share: callers, handlers, and events to windows. */
import type { CallName, EventName, EventOf, FilePurpose, RequestOf, ResponseOf } from '../../src-shared/contract/index.ts';

export interface WorkbenchOptions {
  /** Folder for settings, recent projects, the example project and uploads. */
  readonly userFolder: string;
  readonly host: 'electron' | 'browser';
  /** Versions of Spikeloom and of its runtime, for the about box. */
  readonly version: string;
  readonly runtime: string;
  /** Shows a file or folder in the system's file manager, if the host can. */
  readonly show?: (path: string) => void;
  /** Opens the system's file dialog, if the host has one. Resolves with the chosen path, or null. */
  readonly choose?: (purpose: FilePurpose, suggested: string | undefined) => Promise<string | null>;
}

/** Facts about the calling window. */
export interface Caller {
  /** Aborted if the window cancels the call or is gone. */
  readonly signal: AbortSignal;
  /** Identifies the window's connection. */
  readonly connection: object;
}

export type Handler<N extends CallName> = (request: RequestOf<N>, caller: Caller) => ResponseOf<N> | Promise<ResponseOf<N>>;
export type Handlers = { readonly [N in CallName]: Handler<N> };

/** Sends an event to all windows. */
export type Emit = <N extends EventName>(name: N, data: EventOf<N>) => void;
