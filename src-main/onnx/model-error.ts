/** Errors about a model file. Their sentences are one line long, whatever the names in the file are. */
import { type ErrorCode, type ErrorPlace, SpikeloomError } from '../../src-shared/errors/index.ts';
import { type Message, withTexts } from '../../src-shared/message/index.ts';

/** Names longer than this are cut in the middle. */
const ENDLESS = /\S{400,}/g;
const shortened = (name: string): string => `${name.slice(0, 120)}…${name.slice(-80)}`;

/**
 * An error about a model. Names in the file may contain anything: control characters (line breaks, terminal commands) are
 * replaced, so that they do not reach the person's screen.
 */
export function modelError(code: ErrorCode, message: Message, at: ErrorPlace, cause?: unknown): SpikeloomError {
  const line = withTexts(message, (text) => text.replaceAll(/\p{Cc}+/gu, '\u{FFFD}').replaceAll(ENDLESS, shortened));
  return new SpikeloomError(code, line, { at, ...(cause === undefined ? {} : { cause }) });
}
