/** How a page that hosts an engine gets its port, and says that it answers. */
import type { EngineAnswer } from './messages.ts';

/** The message that brings a page the port to answer on. */
export interface EnginePort {
  readonly kind: 'engine-port';
  /** Part of the name of the gpu engine's adapter, or `software`; one that is not software if absent. */
  readonly adapter?: string;
}

/** True for a message of this kind, among all that a page may get. */
export const isEnginePort = (message: unknown): message is EnginePort =>
  typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'engine-port';

/** Messages from the page. The first one says that it answers calls from now on. */
export type FromEnginePage = { readonly kind: 'ready' } | EngineAnswer;
