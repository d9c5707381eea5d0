/**
 * Encodes the models that Spikeloom writes, field by field with the writer of protobufjs. Its encoders for a schema are compiled from text at
 * run time, which the page of the gpu engine may not do. The table holds the fields that graph-writer.ts fills in. A test compares the bytes
 * with those of protobufjs and the official schema.
 */
import protobuf from 'protobufjs/minimal.js';

/** The fields of a message: number in the schema, and kind of value. A list of values is a repeated field. */
interface MessageFields {
  readonly [name: string]: readonly [number: number, kind: 'bytes' | 'float' | 'integer' | 'string' | MessageFields];
}

/** A message as plain data. 64-bit integers are numbers or bigints. */
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
  producerVersion: [3, 'string'],
  graph: [7, GRAPH],
  opsetImport: [8, { domain: [1, 'string'], version: [2, 'integer'] }],
  metadataProps: [14, { key: [1, 'string'], value: [2, 'string'] }],
};

/** A ModelProto as bytes. Throws an Error for a field that the table does not have. */
export function encodeWritten(model: WrittenMessage): Uint8Array {
  const writer = protobuf.Writer.create();
  encodeMessage(MODEL, model, writer);
  return writer.finish();
}

/** Kinds of values on the wire: a variable number of bytes, a length and so many bytes, four bytes. */
const [VARIABLE, LENGTH, FOUR_BYTES] = [0, 2, 5];

/** Appends the fields of a message, in the order of their numbers. */
function encodeMessage(fields: MessageFields, message: WrittenMessage, writer: protobuf.Writer): void {
  for (const name of Object.keys(message)) if (!Object.hasOwn(fields, name)) throw new Error(`write ONNX: no field ${name}`);
  for (const [name, [number, kind]] of Object.entries(fields))
    for (const value of [message[name] ?? []].flat() as WrittenValue[]) {
      const tagged = (wire: number): protobuf.Writer => writer.uint32(8 * number + wire);
      if (kind === 'integer') tagged(VARIABLE).int64(halves(BigInt(value as number | bigint)));
      else if (kind === 'float') tagged(FOUR_BYTES).float(value as number);
      else if (kind === 'string') tagged(LENGTH).string(value as string);
      else if (kind === 'bytes') tagged(LENGTH).bytes(value as Uint8Array);
      else {
        tagged(LENGTH).fork();
        encodeMessage(kind, value as WrittenMessage, writer);
        writer.ldelim();
      }
    }
}

/** An integer as the writer takes those of 64 bits. */
const halves = (value: bigint): protobuf.Long =>
  ({ low: Number(BigInt.asIntN(32, value)), high: Number(BigInt.asIntN(32, value >> 32n)), unsigned: false }) as protobuf.Long;
