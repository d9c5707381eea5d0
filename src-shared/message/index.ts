/**
 * Messages of the services to a person: a sentence with references to settings, which each surface names in its own words. For
 * the same setting the command line prints `--size H,W` and the window “Size”. A message is plain data, so that it can be stored
 * and sent; a string is a message without references. Only references are replaced. Paths and names in a message are never
 * changed, even if they look like options.
 */
import type { z } from 'zod';
import { OPTION_IDS, type OptionId } from './options.ts';
import type { referenceSchema } from './schema.ts';

export { OPTION_IDS, type OptionId };

/** A reference to a setting. `value`: the placeholder of its value on the command line, such as `H,W` or `SRC`. */
export type OptionReference = Readonly<z.infer<typeof referenceSchema>>;
type Part = string | OptionReference;

/** A message: a string, or a list of texts and references to settings. */
export type Message = string | readonly Part[];

/** Makes a reference to a setting, for use in `say`. */
export const option = (id: OptionId, value?: string): OptionReference =>
  value === undefined ? { option: id } : { option: id, value };

const partsOf = (message: Message | OptionReference): readonly Part[] =>
  typeof message === 'string' || 'option' in message ? [message] : message;

/** Joins parts into one message, which is a string if it contains no reference. */
function together(parts: readonly (Message | OptionReference)[]): Message {
  const all: Part[] = [];
  for (const part of parts.flatMap(partsOf)) {
    const before = all.at(-1);
    if (typeof part === 'string' && typeof before === 'string') all[all.length - 1] = before + part;
    else if (part !== '') all.push(part);
  }
  return all.every((part) => typeof part === 'string') ? all.join('') : all;
}

/** Template tag that makes a message: say`give ${option('size', 'H,W')} of ${file}`. Messages inside it keep their references. */
export const say = (texts: TemplateStringsArray, ...values: readonly (Message | OptionReference | number)[]): Message =>
  together(texts.flatMap((text, at) => (at === 0 ? [text] : [asPart(values[at - 1]!), text])));
const asPart = (value: Message | OptionReference | number): Message | OptionReference =>
  typeof value === 'number' ? String(value) : value;

/** Joins messages or references into one message, with `between` between them. */
export const joined = (parts: readonly (Message | OptionReference)[], between: string): Message =>
  together(parts.flatMap((part, at) => (at === 0 ? [part] : [between, part])));

/** Applies `change` to the texts of a message. References stay. */
export const withTexts = (message: Message, change: (text: string) => string): Message =>
  together(partsOf(message).map((part) => (typeof part === 'string' ? change(part) : part)));

/** The message without its final full stop, so that the sentence can continue. */
export function withoutStop(message: Message): Message {
  const parts = partsOf(message);
  return together(
    parts.map((part, at) => (typeof part === 'string' && at === parts.length - 1 ? part.replace(/\.$/, '') : part)),
  );
}

/** The messages without duplicates. */
export const distinct = (messages: readonly Message[]): Message[] => [
  ...new Map(messages.map((message) => [JSON.stringify(message), message])).values(),
];

/** The text of a message. `name`: how the surface names a setting. */
export const rendered = (message: Message, name: (reference: OptionReference) => string): string =>
  partsOf(message)
    .map((part) => (typeof part === 'string' ? part : name(part)))
    .join('');

/** The text of a message on the command line, in files it writes, and in logs. Settings appear as options: `--size H,W`. */
export const onCommandLine = (message: Message): string =>
  rendered(message, ({ option: id, value }) => (value === undefined ? `--${id}` : `--${id} ${value}`));

/** A document for programs, in which the notes are plain text in the words of the command line. */
export const withPlainNotes = <T extends { readonly notes: readonly Message[] }>(
  document: T,
): Omit<T, 'notes'> & { readonly notes: readonly string[] } => ({ ...document, notes: document.notes.map(onCommandLine) });
