/**
 * Messages as text of a table. One without references is its text, as in every project so far; one with references is JSON behind a
 * control character, which no error's text has (src-shared/errors). Texts that begin with that character are kept as JSON too, so that
 * whatever was stored is read back the same.
 */
import type { Message } from '../../src-shared/message/index.ts';
import { messageSchema } from '../../src-shared/message/schema.ts';

/** START OF HEADING: in front of JSON. */
const MARK = '\u{1}';

/** The text that stands for a message. */
export const storedMessage = (message: Message): string =>
  typeof message === 'string' && !message.startsWith(MARK) ? message : MARK + JSON.stringify(message);

/** The message that a text stands for; a text that cannot be one of `storedMessage` is taken as it is. */
export function messageFrom(text: string): Message {
  if (!text.startsWith(MARK)) return text;
  try {
    return messageSchema.catch(text).parse(JSON.parse(text.slice(MARK.length)));
  } catch {
    return text;
  }
}

/** The same where there may be no message. */
export const textOrNull = (message: Message | null = null): string | null => (message === null ? null : storedMessage(message));
export const messageOrNull = (text: string | null): Message | null => (text === null ? null : messageFrom(text));
