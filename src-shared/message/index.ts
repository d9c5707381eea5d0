/**
 * What services say to a person: a sentence with references to settings, which each surface names in its own words. The command line says
 * `--size H,W`, the window “Size”. A message is plain data, so that it can be stored and sent; a string is a message without references.
 * Only references are ever replaced: a path or a name in a message stays as it is, whatever it looks like.
 */
import { z } from 'zod';

/**
 * Every option of the command line and of the hosts, without its dashes. Stored messages name them: an option that is given up stays in
 * this table.
 */
export const OPTION_IDS = [
  ...[
    'allow-server',
    'batch',
    'calibration',
    'calibration-batch',
    'coding',
    'dataset',
    'dequantise',
    'engine',
    'force',
    'input',
    'inputs',
  ],
  ...['json', 'label-column', 'labels', 'name', 'neuron', 'no-self-check', 'note', 'out', 'output', 'plan', 'preprocess'],
  ...['shard', 'size', 'skip-bad', 'steps', 'tau', 'threads', 'threshold-level', 'threshold-method', 'threshold-of'],
  ...['threshold-scale', 'thresholds', 'version'],
  // Of the hosts.
  ...['example', 'new-token', 'open', 'port'],
] as const;
export type OptionId = (typeof OPTION_IDS)[number];
export const optionIdSchema = z.enum(OPTION_IDS);

const referenceSchema = z.strictObject({ option: optionIdSchema, value: z.string().optional() });
/** A setting that a message is about; `value` stands for the text that is given on the command line: `H,W`, `SRC`. */
export type OptionReference = Readonly<z.infer<typeof referenceSchema>>;
type Part = string | OptionReference;

export const messageSchema = z.union([z.string(), z.array(z.union([z.string(), referenceSchema])).readonly()]);
export type Message = string | readonly Part[];

/** A reference to a setting, for `say`. */
export const option = (id: OptionId, value?: string): OptionReference =>
  value === undefined ? { option: id } : { option: id, value };

const partsOf = (message: Message | OptionReference): readonly Part[] =>
  typeof message === 'string' || 'option' in message ? [message] : message;

/** These parts as one message: a string if there is no reference among them. */
function together(parts: readonly (Message | OptionReference)[]): Message {
  const all: Part[] = [];
  for (const part of parts.flatMap(partsOf)) {
    const before = all.at(-1);
    if (typeof part === 'string' && typeof before === 'string') all[all.length - 1] = before + part;
    else if (part !== '') all.push(part);
  }
  return all.every((part) => typeof part === 'string') ? all.join('') : all;
}

/** Tag of a template that makes a message: say`give ${option('size', 'H,W')} of ${file}`. Messages inside it keep their references. */
export const say = (texts: TemplateStringsArray, ...values: readonly (Message | OptionReference | number)[]): Message =>
  together(texts.flatMap((text, at) => (at === 0 ? [text] : [asPart(values[at - 1]!), text])));
const asPart = (value: Message | OptionReference | number): Message | OptionReference =>
  typeof value === 'number' ? String(value) : value;

/** Messages or references as one message, with `between` between them. */
export const joined = (parts: readonly (Message | OptionReference)[], between: string): Message =>
  together(parts.flatMap((part, at) => (at === 0 ? [part] : [between, part])));

/** The message with its texts changed; references stay. */
export const withTexts = (message: Message, change: (text: string) => string): Message =>
  together(partsOf(message).map((part) => (typeof part === 'string' ? change(part) : part)));

/** The message without the full stop at its end, so that the sentence can go on. */
export function withoutStop(message: Message): Message {
  const parts = partsOf(message);
  return together(
    parts.map((part, at) => (typeof part === 'string' && at === parts.length - 1 ? part.replace(/\.$/, '') : part)),
  );
}

/** Messages, each of them once. */
export const distinct = (messages: readonly Message[]): Message[] => [
  ...new Map(messages.map((message) => [JSON.stringify(message), message])).values(),
];

/** The text that a surface makes of a message. `name`: how the surface names a setting. */
export const rendered = (message: Message, name: (reference: OptionReference) => string): string =>
  partsOf(message)
    .map((part) => (typeof part === 'string' ? part : name(part)))
    .join('');

/** The text of a message on the command line, in files that it writes, and in logs: settings are options, `--size H,W`. */
export const onCommandLine = (message: Message): string =>
  rendered(message, ({ option: id, value }) => (value === undefined ? `--${id}` : `--${id} ${value}`));

/** A document for programs, with its notes as the command line says them. */
export const withPlainNotes = <T extends { readonly notes: readonly Message[] }>(
  document: T,
): Omit<T, 'notes'> & { readonly notes: readonly string[] } => ({ ...document, notes: document.notes.map(onCommandLine) });
