/**
 * Encodes the models that Spikeloom writes, without the schema and without protobufjs: protobufjs compiles its encoders from text at run
 * time, which the page of the gpu engine may not do. The table holds the fields that write-onnx.ts fills in. A test compares the bytes with
 * those of protobufjs and the official schema.
 */

/** The fields of a message: number in the schema, and kind of value. A list of values is a repeated field. */
interface MessageFields {
  readonly [name: string]: readonly [number: number, kind: 'bytes' | 'float' | 'integer' | 'string' | MessageFields];
}

/** A message as plain data. 64-bit integers are numbers, bigints or decimal strings. */
export interface WrittenMessage {
  readonly [name: string]: WrittenValue | readonly WrittenValue[];
}
type WrittenValue = string | number | bigint | Uint8Array | WrittenMessage;

const TENSOR: MessageFields = { dims: [1, 'integer'], dataType: [2, 'integer'], name: [8, 'string'], rawData: [9, 'bytes'] };
const DIMENSION: MessageFields = { dimValue: [1, 'integer'], dimParam: [2, 'string'] };
const TENSOR_TYPE: MessageFields = { elemType: [1, 'integer'], shape: [2, { dim: [1, DIMENSION] }] };
const VALUE_INFO: MessageFields = { name: [1, 'string'], type: [2, { tensorType: [1, TENSOR_TYPE] }] };
const ATTRIBUTE: MessageFields = {
  name: [1, 'string'],
  f: [2, 'float'],
  i: [3, 'integer'],
  s: [4, 'bytes'],
  floats: [7, 'float'],
  ints: [8, 'integer'],
  type: [20, 'integer'],
};
const NODE: MessageFields = {
  input: [1, 'string'],
  output: [2, 'string'],
  name: [3, 'string'],
  opType: [4, 'string'],
  attribute: [5, ATTRIBUTE],
};
const GRAPH: MessageFields = {
  node: [1, NODE],
  name: [2, 'string'],
  initializer: [5, TENSOR],
  input: [11, VALUE_INFO],
  output: [12, VALUE_INFO],
};
const MODEL: MessageFields = {
  irVersion: [1, 'integer'],
  producerName: [2, 'string'],
  graph: [7, GRAPH],
  opsetImport: [8, { domain: [1, 'string'], version: [2, 'integer'] }],
};

/** A ModelProto as bytes. Throws an Error for a field that the table does not have. */
export function encodeWritten(model: WrittenMessage): Uint8Array {
  const pieces: Uint8Array[] = [];
  const whole = new Uint8Array(encodeMessage(MODEL, model, pieces));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

const [VARINT, LENGTH, FOUR_BYTES] = [0, 2, 5];
const texts = new TextEncoder();

/** Appends the pieces of a message, in the order of the fields' numbers. Returns its length in bytes. */
function encodeMessage(fields: MessageFields, message: WrittenMessage, pieces: Uint8Array[]): number {
  let length = 0;
  const add = (piece: Uint8Array): void => {
    pieces.push(piece);
    length += piece.length;
  };
  for (const name of Object.keys(message)) if (!Object.hasOwn(fields, name)) throw new Error(`write ONNX: no field ${name}`);
  for (const [name, [number, kind]] of Object.entries(fields)) {
    const tag = (wire: number): Uint8Array => varint(BigInt(8 * number + wire));
    for (const value of [message[name] ?? []].flat() as WrittenValue[]) {
      if (kind === 'integer') {
        add(tag(VARINT));
        add(varint(BigInt.asUintN(64, BigInt(value as number))));
      } else if (kind === 'float') {
        add(tag(FOUR_BYTES));
        add(new Uint8Array(Float32Array.of(value as number).buffer));
      } else {
        const inner: Uint8Array[] = [];
        if (kind === 'bytes') inner.push(value as Uint8Array);
        else if (kind === 'string') inner.push(texts.encode(value as string));
        const bytes = typeof kind === 'string' ? inner[0]!.length : encodeMessage(kind, value as WrittenMessage, inner);
        add(tag(LENGTH));
        add(varint(BigInt(bytes)));
        pieces.push(...inner);
        length += bytes;
      }
    }
  }
  return length;
}

/** Seven bits in each byte, the lowest first. */
function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
