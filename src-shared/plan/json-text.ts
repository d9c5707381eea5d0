/**
 * Reads JSON and records the position of every value. Errors can then give line and column, duplicate keys are errors, and the
 * order of keys is kept (JSON.parse moves keys such as `0` to the front).
 */

/** A value and its position in the text. `entries`: the entries of an object, in the order of the text. */
export type JsonNode =
  | { readonly kind: 'object'; readonly at: number; readonly entries: readonly JsonEntry[] }
  | { readonly kind: 'array'; readonly at: number; readonly items: readonly JsonNode[] }
  | { readonly kind: 'value'; readonly at: number; readonly value: string | number | boolean | null };

/** An entry of a JSON object: its key, the position of the key, and its value. */
export interface JsonEntry {
  readonly key: string;
  /** Index of the key's first character in the text. */
  readonly at: number;
  readonly node: JsonNode;
}

/** An error in a text, with its position (an index into the text). */
export class JsonTextError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.name = 'JsonTextError';
    this.at = at;
  }
}

/** Deepest nesting that is accepted. */
const DEEPEST = 64;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORDS: readonly (readonly [string, boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/** Parses a whole text as one JSON value. Throws JsonTextError. */
export function readJsonText(text: string): JsonNode {
  let at = 0;

  const fail = (expected: string): never => {
    const found = at >= text.length ? 'the end of the text' : JSON.stringify(String.fromCodePoint(text.codePointAt(at)!));
    throw new JsonTextError(`expected ${expected}, found ${found}`, at);
  };
  const skip = (): void => {
    while (at < text.length && ' \t\r\n'.includes(text[at]!)) at++;
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const string = (what: string): string => {
    const found = match(STRING) ?? fail(text[at] === '"' ? 'a string that ends in " on its line, with valid escapes' : what);
    at += found.length;
    return JSON.parse(found) as string;
  };

  /** Reads the comma-separated parts of an object or array after its opening bracket. */
  const parts = (close: '}' | ']', part: () => void): void => {
    at++;
    skip();
    if (text[at] === close) {
      at++;
      return;
    }
    for (;;) {
      part();
      skip();
      if (text[at] === close) {
        at++;
        return;
      }
      if (text[at] !== ',') fail(`"," or "${close}"`);
      at++;
      skip();
    }
  };

  const value = (depth: number): JsonNode => {
    skip();
    const start = at;
    if (depth > DEEPEST) throw new JsonTextError(`nested deeper than ${DEEPEST} levels`, at);
    if (text[at] === '{') {
      const entries: JsonEntry[] = [];
      const seen = new Set<string>();
      parts('}', () => {
        const keyAt = at;
        const key = string('a key in double quotes');
        // zod's records do not check this key.
        if (key === '__proto__') throw new JsonTextError('"__proto__" cannot be a key', keyAt);
        if (seen.has(key)) throw new JsonTextError(`key ${JSON.stringify(key)} is given twice`, keyAt);
        seen.add(key);
        skip();
        if (text[at] !== ':') fail('":"');
        at++;
        entries.push({ key, at: keyAt, node: value(depth + 1) });
      });
      return { kind: 'object', at: start, entries };
    }
    if (text[at] === '[') {
      const items: JsonNode[] = [];
      parts(']', () => items.push(value(depth + 1)));
      return { kind: 'array', at: start, items };
    }
    if (text[at] === '"') return { kind: 'value', at: start, value: string('a value') };
    const word = WORDS.find(([name]) => text.startsWith(name, at));
    if (word !== undefined) {
      at += word[0].length;
      return { kind: 'value', at: start, value: word[1] };
    }
    const number = match(NUMBER) ?? fail('a value');
    at += number.length;
    return { kind: 'value', at: start, value: Number(number) };
  };

  if (text.startsWith('\uFEFF')) at = 1;
  const root = value(0);
  skip();
  if (at < text.length) fail('the end of the text');
  return root;
}

/** The plain value of a node. Objects have no prototype, so that no key is special. */
export function plainValue(node: JsonNode): unknown {
  if (node.kind === 'value') return node.value;
  if (node.kind === 'array') return node.items.map(plainValue);
  const object = Object.create(null) as Record<string, unknown>;
  for (const { key, node: child } of node.entries) object[key] = plainValue(child);
  return object;
}

/** Position in the text of the value at a path, or of the nearest enclosing value that exists. */
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
