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
  const tokens = tokensOf(text);
  const root = readValue(tokens, 0);
  tokens.end();
  return root;
}

/** Reads the tokens of a text one after another. */
interface Tokens {
  /** Index of the next character that is not white space. */
  at(): number;
  /** Takes a character if it is the next one. */
  take(char: string): boolean;
  /** True if the next token is a string. */
  isString(): boolean;
  /** Takes a string. `expected`: the token that an error names if the next one is no string. */
  string(expected: string): string;
  /** Takes a number, `true`, `false` or `null`. */
  plain(): number | boolean | null;
  /** Throws unless the text ends here. */
  end(): void;
  /** Throws with the token that was expected, and the next character. */
  fail(expected: string): never;
}

function tokensOf(text: string): Tokens {
  let next = text.startsWith('\uFEFF') ? 1 : 0;
  const at = (): number => {
    while (next < text.length && ' \t\r\n'.includes(text[next]!)) next++;
    return next;
  };
  const fail = (expected: string): never => {
    const found = next >= text.length ? 'the end of the text' : JSON.stringify(String.fromCodePoint(text.codePointAt(next)!));
    throw new JsonTextError(`expected ${expected}, found ${found}`, next);
  };
  const match = (pattern: RegExp, expected: string): string => {
    pattern.lastIndex = at();
    const found = pattern.exec(text)?.[0] ?? fail(expected);
    next += found.length;
    return found;
  };
  return {
    at,
    fail,
    take(char) {
      const isNext = text[at()] === char;
      if (isNext) next++;
      return isNext;
    },
    isString: () => text[at()] === '"',
    string: (expected) =>
      JSON.parse(
        match(STRING, text[at()] === '"' ? 'a string that ends in " on its line, with valid escapes' : expected),
      ) as string,
    plain() {
      const start = at();
      const word = WORDS.find(([name]) => text.startsWith(name, start));
      if (word === undefined) return Number(match(NUMBER, 'a value'));
      next += word[0].length;
      return word[1];
    },
    end() {
      if (at() < text.length) fail('the end of the text');
    },
  };
}

function readValue(tokens: Tokens, depth: number): JsonNode {
  const at = tokens.at();
  if (depth > DEEPEST) throw new JsonTextError(`nested deeper than ${DEEPEST} levels`, at);
  if (tokens.take('{')) return { kind: 'object', at, entries: readEntries(tokens, depth) };
  if (tokens.take('[')) {
    const items: JsonNode[] = [];
    readParts(tokens, ']', () => items.push(readValue(tokens, depth + 1)));
    return { kind: 'array', at, items };
  }
  return { kind: 'value', at, value: tokens.isString() ? tokens.string('a value') : tokens.plain() };
}

/** Reads the entries of an object after its opening bracket. */
function readEntries(tokens: Tokens, depth: number): JsonEntry[] {
  const entries: JsonEntry[] = [];
  const seen = new Set<string>();
  readParts(tokens, '}', () => {
    const at = tokens.at();
    const key = tokens.string('a key in double quotes');
    // zod's records do not check this key.
    if (key === '__proto__') throw new JsonTextError('"__proto__" cannot be a key', at);
    if (seen.has(key)) throw new JsonTextError(`key ${JSON.stringify(key)} is given twice`, at);
    seen.add(key);
    if (!tokens.take(':')) tokens.fail('":"');
    entries.push({ key, at, node: readValue(tokens, depth + 1) });
  });
  return entries;
}

/** Reads the comma-separated parts of an object or array after its opening bracket. */
function readParts(tokens: Tokens, close: '}' | ']', part: () => void): void {
  if (tokens.take(close)) return;
  for (;;) {
    part();
    if (tokens.take(close)) return;
    if (!tokens.take(',')) tokens.fail(`"," or "${close}"`);
  }
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
