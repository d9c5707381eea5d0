/**
 * Reads JSON and remembers the position of every key and value, so that an error can name line and column. Unlike JSON.parse, it refuses
 * a key that is given twice, and keeps the order of keys (JSON.parse moves keys such as `0` to the front).
 */

/** A value, with `at`, the index of its first character in the text. Entries of an object are in the order of the text. */
export type JsonNode =
  | { readonly kind: 'object'; readonly at: number; readonly entries: readonly JsonEntry[] }
  | { readonly kind: 'array'; readonly at: number; readonly items: readonly JsonNode[] }
  | { readonly kind: 'value'; readonly at: number; readonly value: string | number | boolean | null };

/** A key of an object with its value. */
export interface JsonEntry {
  readonly key: string;
  /** Index of the key's first character in the text. */
  readonly at: number;
  readonly node: JsonNode;
}

/** A sentence part on what is wrong with a text (`expected ":", found "}"`), and the index in the text. */
export class JsonTextError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.name = 'JsonTextError';
    this.at = at;
  }
}

/** Deeper nesting is refused. */
const DEEPEST = 64;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORDS: readonly (readonly [string, boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/** A text, and the position up to which it has been read. */
interface Cursor {
  readonly text: string;
  at: number;
}

/** The JSON value of a whole text, which may begin with a byte order mark. Throws JsonTextError. */
export function readJsonText(text: string): JsonNode {
  const cursor: Cursor = { text, at: text.startsWith('\uFEFF') ? 1 : 0 };
  const root = readValue(cursor, 0);
  skipSpace(cursor);
  if (cursor.at < text.length) fail(cursor, 'the end of the text');
  return root;
}

function readValue(cursor: Cursor, depth: number): JsonNode {
  skipSpace(cursor);
  const { text, at } = cursor;
  if (depth > DEEPEST) throw new JsonTextError(`nested deeper than ${DEEPEST} levels`, at);
  if (text[at] === '{') return readObject(cursor, depth);
  if (text[at] === '[') {
    const items: JsonNode[] = [];
    readParts(cursor, ']', () => items.push(readValue(cursor, depth + 1)));
    return { kind: 'array', at, items };
  }
  if (text[at] === '"') return { kind: 'value', at, value: readString(cursor, 'a value') };
  const word = WORDS.find(([name]) => text.startsWith(name, at));
  if (word !== undefined) {
    cursor.at += word[0].length;
    return { kind: 'value', at, value: word[1] };
  }
  const number = match(cursor, NUMBER) ?? fail(cursor, 'a value');
  cursor.at += number.length;
  return { kind: 'value', at, value: Number(number) };
}

function readObject(cursor: Cursor, depth: number): JsonNode {
  const { text, at } = cursor;
  const entries: JsonEntry[] = [];
  const seen = new Set<string>();
  readParts(cursor, '}', () => {
    const keyAt = cursor.at;
    const key = readString(cursor, 'a key in double quotes');
    // zod's records leave this key out unchecked.
    if (key === '__proto__') throw new JsonTextError('"__proto__" cannot be a key', keyAt);
    if (seen.has(key)) throw new JsonTextError(`key ${JSON.stringify(key)} is given twice`, keyAt);
    seen.add(key);
    skipSpace(cursor);
    if (text[cursor.at] !== ':') fail(cursor, '":"');
    cursor.at++;
    entries.push({ key, at: keyAt, node: readValue(cursor, depth + 1) });
  });
  return { kind: 'object', at, entries };
}

/** Reads the comma-separated parts of an object or array, from its opening bracket to its closing one. */
function readParts(cursor: Cursor, close: '}' | ']', readPart: () => void): void {
  const { text } = cursor;
  cursor.at++;
  skipSpace(cursor);
  if (text[cursor.at] === close) {
    cursor.at++;
    return;
  }
  for (;;) {
    readPart();
    skipSpace(cursor);
    if (text[cursor.at] === close) {
      cursor.at++;
      return;
    }
    if (text[cursor.at] !== ',') fail(cursor, `"," or "${close}"`);
    cursor.at++;
    skipSpace(cursor);
  }
}

/** Reads a string; `expected` says what is missing if there is none. */
function readString(cursor: Cursor, expected: string): string {
  const isOpen = cursor.text[cursor.at] === '"';
  const found =
    match(cursor, STRING) ?? fail(cursor, isOpen ? 'a string that ends in " on its line, with valid escapes' : expected);
  cursor.at += found.length;
  return JSON.parse(found) as string;
}

function skipSpace(cursor: Cursor): void {
  const { text } = cursor;
  while (cursor.at < text.length && ' \t\r\n'.includes(text[cursor.at]!)) cursor.at++;
}

function match({ text, at }: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function fail({ text, at }: Cursor, expected: string): never {
  const found = at >= text.length ? 'the end of the text' : JSON.stringify(String.fromCodePoint(text.codePointAt(at)!));
  throw new JsonTextError(`expected ${expected}, found ${found}`, at);
}

/** The plain value of a node. Its objects have no prototype, so that no key is special. */
export function plainValue(node: JsonNode): unknown {
  if (node.kind === 'value') return node.value;
  if (node.kind === 'array') return node.items.map(plainValue);
  const object = Object.create(null) as Record<string, unknown>;
  for (const { key, node: child } of node.entries) object[key] = plainValue(child);
  return object;
}

/** Index in the text of the entry or item at a path; if there is none, of the nearest enclosing one. */
export function positionOf(node: JsonNode, path: readonly PropertyKey[]): number {
  const [key, ...rest] = path;
  if (key === undefined) return node.at;
  if (node.kind === 'object') {
    const entry = node.entries.find((candidate) => candidate.key === key);
    if (entry !== undefined) return rest.length === 0 ? entry.at : positionOf(entry.node, rest);
  }
  const item = node.kind === 'array' && typeof key === 'number' ? node.items[key] : undefined;
  return item === undefined ? node.at : positionOf(item, rest);
}

/** Line and column of an index into a text, both counted from 1. */
export function lineAndColumn(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}
