/**
 * How a process gets an engine that a page hosts, in Electron: it asks the main process, which opens a page, and gives both ends of a
 * channel away. Then the two talk without it.
 */
import type { PlainError } from '../errors/plain-error.ts';
import type { EngineAnswer } from './messages.ts';

/** From the process: it wants the gpu engine. A process has one page at a time; asking again replaces it. */
export interface EnginePageCall {
  readonly kind: 'engine-page';
  /** Part of the name of the gpu engine's adapter, or `software`; one that is not software if absent. */
  readonly adapter?: string;
}

/** To the process: with its end of the channel; or the page cannot be opened, or has ended. */
export type EnginePageAnswer = { readonly kind: 'engine-port' } | { readonly kind: 'engine-lost'; readonly error: PlainError };

/** To the page, with its end of the channel. */
export interface EnginePort {
  readonly kind: 'engine-port';
  /** As of the call. */
  readonly adapter?: string;
}

/** Over the channel, from the page. The first message says that it answers calls from now on. */
export type FromEnginePage = { readonly kind: 'ready' } | EngineAnswer;

const kindOf = (message: unknown): unknown =>
  typeof message === 'object' && message !== null && 'kind' in message ? message.kind : undefined;

/** Whether a message of a job is a call for a page; other messages go the same way. */
export const isEnginePageCall = (message: unknown): message is EnginePageCall => kindOf(message) === 'engine-page';
/** Whether a message to a job is the answer to such a call. */
export const isEnginePageAnswer = (message: unknown): message is EnginePageAnswer =>
  kindOf(message) === 'engine-port' || kindOf(message) === 'engine-lost';
/** Whether a message to the page brings its end of the channel. */
export const isEnginePort = (message: unknown): message is EnginePort => kindOf(message) === 'engine-port';
