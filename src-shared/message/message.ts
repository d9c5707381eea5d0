/**
 * Messages of the services to a person: a sentence with references to settings and layers. Each surface names a setting in its own
 * words: for the same setting the command line prints `--size H,W` and the window “Size”. A layer appears as its name, and a surface
 * can make it a link. A message is plain data, so that it can be stored and sent; a string is a message without references. Only
 * references are replaced. Paths and names in a message are never changed, even if they look like options.
 */
import type { z } from 'zod';
import type { OptionId } from './options.ts';
import type { layerReferenceSchema, optionReferenceSchema } from './schema.ts';

/** A reference to a setting. `value`: the placeholder of its value on the command line, such as `H,W` or `SRC`. */
export type OptionReference = Readonly<z.infer<typeof optionReferenceSchema>>;

/** A reference to a neuron layer, by its name: `{ layer: 'conv1' }`. */
export type LayerReference = Readonly<z.infer<typeof layerReferenceSchema>>;

/** A part of a message: a text or a reference. */
export type MessagePart = string | OptionReference | LayerReference;

/** A message: a string, or a list of texts and references. */
export type Message = string | readonly MessagePart[];

/** Makes a reference to a setting, for use in `say`. */
export const option = (id: OptionId, value?: string): OptionReference =>
  value === undefined ? { option: id } : { option: id, value };

/** Makes a reference to a neuron layer, for use in `say`. */
export const layerNamed = (name: string): LayerReference => ({ layer: name });

/** The texts and references of a message, in order. */
export const partsOf = (message: Message | MessagePart): readonly MessagePart[] =>
  typeof message === 'string' || 'option' in message || 'layer' in message ? [message] : message;

/** Joins parts into one message, which is a string if it contains no reference. */
function together(parts: readonly (Message | MessagePart)[]): Message {
  const all: MessagePart[] = [];
  for (const part of parts.flatMap(partsOf)) {
    const before = all.at(-1);
    if (typeof part === 'string' && typeof before === 'string') all[all.length - 1] = before + part;
    else if (part !== '') all.push(part);
  }
  return all.every((part) => typeof part === 'string') ? all.join('') : all;
}

/** Template tag that makes a message: say`give ${option('size', 'H,W')} of ${file}`. Messages inside it keep their references. */
export const say = (texts: TemplateStringsArray, ...values: readonly (Message | MessagePart | number)[]): Message =>
  together(texts.flatMap((text, at) => (at === 0 ? [text] : [asPart(values[at - 1]!), text])));
const asPart = (value: Message | MessagePart | number): Message | MessagePart =>
  typeof value === 'number' ? String(value) : value;

/** Joins messages or references into one message, with `between` between them. */
export const joined = (parts: readonly (Message | MessagePart)[], between: string): Message =>
  together(parts.flatMap((part, at) => (at === 0 ? [part] : [between, part])));

/** Applies `change` to the texts of a message. References stay, except that a layer whose name it would change becomes text. */
export const withTexts = (message: Message, change: (text: string) => string): Message =>
  together(
    partsOf(message).map((part) => {
      if (typeof part !== 'string' && 'option' in part) return part;
      const text = typeof part === 'string' ? part : part.layer;
      const changed = change(text);
      return changed === text ? part : changed;
    }),
  );

/** The message without its final full stop, so that the sentence can continue. */
export function withoutStop(message: Message): Message {
  const parts = partsOf(message);
  return together(
    parts.map((part, at) => (typeof part === 'string' && at === parts.length - 1 ? part.replace(/\.$/, '') : part)),
  );
}

/** The text of a message. `name`: how the surface names a setting. */
export const rendered = (message: Message, name: (reference: OptionReference) => string): string =>
  partsOf(message)
    .map((part) => (typeof part === 'string' ? part : 'layer' in part ? part.layer : name(part)))
    .join('');

/** The text of a message on the command line, in files it writes, and in logs. Settings appear as options: `--size H,W`. */
export const onCommandLine = (message: Message): string =>
  rendered(message, ({ option: id, value }) => (value === undefined ? `--${id}` : `--${id} ${value}`));
