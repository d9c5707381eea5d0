/** The wire format of protocol buffers: the numbers and extents of a message's fields, without decoding their contents. */

/** A varint at `at`: its value and the position after it; undefined past the end or beyond 10 bytes. */
export function varint(bytes: Uint8Array, at: number): { value: number; next: number } | undefined {
  let value = 0;
  for (let index = 0; index < 10; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, next: at + index + 1 };
  }
  return undefined;
}

export interface WireField {
  readonly field: number;
  /** 0 varint, 1 eight bytes, 2 bytes with a length, 5 four bytes. */
  readonly wire: number;
  /** Offsets of its contents, without tag and length. */
  readonly start: number;
  readonly end: number;
}

/** The fields of the message that lies in `bytes` from `from` to `to`, up to the first that is damaged. */
export function* messageFields(bytes: Uint8Array, from: number, to: number): Generator<WireField> {
  for (let at = from; at < to; ) {
    const tag = varint(bytes, at);
    if (tag === undefined) return;
    const [field, wire] = [Math.floor(tag.value / 8), tag.value % 8];
    let [start, end] = [tag.next, tag.next];
    if (wire === 0 || wire === 2) {
      const number = varint(bytes, tag.next);
      if (number === undefined) return;
      if (wire === 2) start = number.next;
      end = number.next + (wire === 2 ? number.value : 0);
    } else if (wire === 1) end += 8;
    else if (wire === 5) end += 4;
    else return;
    if (end > to) return;
    yield { field, wire, start, end };
    at = end;
  }
}
