/**
 * What a job's process and its supervisor say to each other. Everything is plain data, so that it can travel between
 * processes.
 */
import { type ErrorCode, type ErrorPlace, messageOf, SpikeloomError, systemError } from '../../../src-shared/errors/index.ts';
import { type Message, onCommandLine, option, say } from '../../../src-shared/message/index.ts';
import type { PartialRun, Progress } from '../progress.ts';
import type { JobName } from './registry.ts';

/** What a job is asked. */
export interface JobOrder {
  readonly name: JobName;
  readonly request: unknown;
  /** Somebody listens to partial results. */
  readonly partial: boolean;
  /** Other processes go first. */
  readonly background: boolean;
}

/** An error as plain data; `code` is absent for a bug. */
export interface PlainError {
  readonly code?: ErrorCode;
  readonly message: Message;
  readonly at?: ErrorPlace;
  readonly stack?: string;
}

export type FromJob =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'partial'; readonly partial: PartialRun }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: PlainError };

/** `leave`: the last word has arrived, so that the process may end without losing it. */
export type ToJob =
  | { readonly kind: 'start'; readonly order: JobOrder }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'leave' };

export function plainError(thrown: unknown): PlainError {
  const error = systemError(thrown) ?? thrown;
  if (error instanceof SpikeloomError) return { code: error.code, message: error.sentence, at: error.at };
  if (error instanceof DOMException && error.name === 'AbortError') return { code: 'cancelled', message: 'cancelled' };
  if (isOutOfMemory(error)) {
    const message = say`The work needs more memory than there is (${messageOf(error)}); use a smaller ${option('batch')} or fewer ${option('steps')}.`;
    return { code: 'engine.failed', message };
  }
  if (error instanceof Error) return { message: error.message, ...(error.stack === undefined ? {} : { stack: error.stack }) };
  return { message: String(error) };
}

/** True for the errors of arrays that are too large to be made, which are no bugs: how large they are, the user says. */
const isOutOfMemory = (error: unknown): boolean =>
  error instanceof RangeError && /allocation failed|invalid (typed )?array (buffer )?length/i.test(error.message);

export function errorOf({ code, message, at, stack }: PlainError): Error {
  if (code !== undefined) return new SpikeloomError(code, message, at === undefined ? {} : { at });
  const error = new Error(onCommandLine(message));
  if (stack !== undefined) error.stack = stack;
  return error;
}
