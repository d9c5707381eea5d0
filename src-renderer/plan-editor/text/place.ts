/**
 * Where in a plan's text the cursor is, for completion and hover: the path of keys around it, and the string it is in. Works on text
 * that is not finished, which is when completion is asked for.
 */

export interface TextPlace {
  /** Keys of the objects around the cursor, from the plan inwards; a key being written is not among them. */
  readonly path: readonly string[];
  /** What the cursor is in or where it could begin: a key, or the value of the last key of `path`. */
  readonly what: 'key' | 'value';
  /** The string under the cursor with its quotes, its end the cursor or the line where it is not closed; null outside of strings. */
  readonly string: { readonly from: number; readonly to: number; readonly text: string } | null;
}

/** The place at an index into the text. */
export function placeAt(text: string, offset: number): TextPlace {
  /** Per open object, the key whose value is being written; null before there is one. */
  const keys: (string | null)[] = [];
  let expectsValue = false;
  let at = 0;
  let lastString = '';
  while (at < text.length && at < offset) {
    const char = text[at]!;
    if (char === '"') {
      const end = stringEnd(text, at);
      // The end of a string that is not closed is still in it: that is where it is being written.
      const inside = offset < end || (offset === end && !isClosed(text, at, end));
      if (offset > at && inside)
        return { path: pathOf(keys, expectsValue), what: what(expectsValue), string: stringAt(text, at, end) };
      lastString = contents(text, at, end);
      at = end;
      continue;
    }
    if (char === '{') {
      keys.push(null);
      expectsValue = false;
    } else if (char === '}') {
      keys.pop();
      expectsValue = false;
    } else if (char === ':' && keys.length > 0) {
      keys[keys.length - 1] = lastString;
      expectsValue = true;
    } else if (char === ',') expectsValue = false;
    at++;
  }
  // Just at the opening quote counts as in the string, so that a hover over it finds it.
  const string = text[offset] === '"' ? stringAt(text, offset, stringEnd(text, offset)) : null;
  return { path: pathOf(keys, expectsValue), what: what(expectsValue), string };
}

const what = (expectsValue: boolean): TextPlace['what'] => (expectsValue ? 'value' : 'key');

function pathOf(keys: readonly (string | null)[], expectsValue: boolean): string[] {
  const around = expectsValue ? keys : keys.slice(0, -1);
  return around.filter((key): key is string => key !== null);
}

/** Index after the closing quote, or of the line's end where there is none. */
function stringEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '\n') {
    if (text[at] === '"') return at + 1;
    at += text[at] === '\\' && text[at + 1] !== '\n' ? 2 : 1;
  }
  return Math.min(at, text.length);
}

/** Whether the character before `to` is the closing quote and not an escaped one or the opening one. */
function isClosed(text: string, from: number, to: number): boolean {
  let at = from + 1;
  while (at < to - 1) at += text[at] === '\\' ? 2 : 1;
  return at === to - 1 && text[at] === '"';
}

const stringAt = (text: string, from: number, to: number): NonNullable<TextPlace['string']> => ({
  from,
  to,
  text: contents(text, from, to),
});

/** A string's value; what stands there as it is where its escapes are not finished. */
function contents(text: string, from: number, to: number): string {
  const raw = text.slice(from, to);
  try {
    return JSON.parse(raw) as string;
  } catch {
    return raw.replace(/^"/, '').replace(/"$/, '');
  }
}
