/** Errors between processes, threads and pages: as plain data, and as errors again. A bug keeps its message and its stack. */
import { type Message, onCommandLine, option, say } from '../message/index.ts';
import { type ErrorCode, type ErrorPlace, messageOf, SpikeloomError, systemError } from './index.ts';

/** An error as plain data; `code` is absent for a bug. */
export interface PlainError {
  readonly code?: ErrorCode;
  readonly message: Message;
  readonly at?: ErrorPlace;
  readonly stack?: string;
}

/** What was thrown, as plain data. */
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

/** The error that plain data stands for. */
export function errorOf({ code, message, at, stack }: PlainError): Error {
  if (code !== undefined) return new SpikeloomError(code, message, at === undefined ? {} : { at });
  const error = new Error(onCommandLine(message));
  if (stack !== undefined) error.stack = stack;
  return error;
}
