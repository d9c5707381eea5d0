/**
 * Reads a TensorProto as a Tensor. The declared size is compared with the bytes that are there before anything is allocated, so
 * that a damaged or hostile file costs nothing but its error.
 */
import { sizeOf, type Tensor, type TensorData } from '../../src-shared/tensor/index.ts';
import type { ExternalData } from './external-data.ts';
import type { TensorProto } from './proto/types.ts';
import { elementTypeOf, float16Value, bfloat16Value, valuesOfBytes } from './tensor-bytes.ts';
import { DATA_TYPE } from './proto/types.ts';
import { modelError } from './model-error.ts';

/** The sources of tensors: the model's file (for messages), and the files beside it. */
export interface TensorSource {
  readonly file: string;
  readonly external: ExternalData;
}

/**
 * Values of a large tensor are not copied. They are moved within the file's bytes to the next lower address that is a multiple of
 * 4.
 */
function aligned(bytes: Uint8Array): Uint8Array {
  const shift = bytes.byteOffset % 4;
  // The bytes before the values are their own tag and length, which have been read: at least 3 bytes for 128 bytes of values or
  // more.
  if (shift === 0 || bytes.byteLength < 128) return bytes;
  const moved = new Uint8Array(bytes.buffer, bytes.byteOffset - shift, bytes.byteLength);
  moved.set(bytes);
  return moved;
}

/** Values held in the typed fields, which are used for small tensors, by element type. */
function fieldValues(proto: TensorProto): TensorData {
  switch (proto.dataType) {
    case DATA_TYPE.float:
      return Float32Array.from(proto.floatData);
    case DATA_TYPE.double:
      return Float64Array.from(proto.doubleData);
    case DATA_TYPE.int64:
      return Float64Array.from(proto.int64Data, (value) => value.toNumber());
    case DATA_TYPE.uint32:
    case DATA_TYPE.uint64:
      return Float64Array.from(proto.uint64Data, (value) => value.toNumber());
    case DATA_TYPE.float16:
      return Float32Array.from(proto.int32Data, float16Value);
    case DATA_TYPE.bfloat16:
      return Float32Array.from(proto.int32Data, bfloat16Value);
    default:
      return Float64Array.from(proto.int32Data);
  }
}

/**
 * Reads a tensor, which `what` names in messages ("initializer conv1.weight"). Throws `model.invalid` if the declared size does
 * not fit the data, `model.unsupported` for element types without arithmetic, and `model.external-data`.
 */
export async function readTensor(proto: TensorProto, what: string, source: TensorSource): Promise<Tensor> {
  const fail = (message: string) => modelError('model.invalid', `${source.file}: ${what} ${message}.`, { file: source.file });
  const type = elementTypeOf(proto.dataType);
  if (type === undefined) {
    const message = `${source.file}: ${what} holds values of type ${proto.dataType}, which is not a number type that is supported.`;
    throw modelError('model.unsupported', message, { file: source.file });
  }
  const shape = proto.dims.map((size) => size.toNumber());
  if (shape.some((size) => size < 0)) throw fail(`has a negative size: [${shape.join(', ')}]`);
  if (proto.segment)
    throw fail('is split into segments, which ONNX no longer uses; save the model again with a current exporter');
  const count = sizeOf(shape);
  const bytes = count * type.bytes;
  const describe = `declares [${shape.join(', ')}] ${type.name}, ${bytes} bytes`;
  const tensorOf = (data: TensorData): Tensor => ({ shape, data, dtype: type.dtype, ...(type.range && { range: type.range }) });

  if (proto.dataLocation === 1) return tensorOf(await source.external.read(proto.externalData, type, count, what));
  if (proto.rawData.byteLength > 0) {
    if (proto.rawData.byteLength !== bytes) throw fail(`${describe}, but the file holds ${proto.rawData.byteLength} bytes of it`);
    return tensorOf(valuesOfBytes(type, aligned(proto.rawData)));
  }
  const data = fieldValues(proto);
  if (data.length !== count) throw fail(`${describe}, but the file holds ${data.length} of its ${count} values`);
  return tensorOf(data);
}

/** Index of the first value that is +∞ or not a number; −1 if there is none. */
function firstInvalid(data: TensorData): number {
  if (data instanceof Float64Array) return data.findIndex((value) => Number.isNaN(value) || value === Infinity);
  // The exponent's bits are compared as integers, which is several times faster: every weight of the network is checked.
  const bits = new Int32Array(data.buffer, data.byteOffset, data.length);
  for (let index = 0; index < bits.length; index++)
    if ((bits[index]! & 0x7f800000) === 0x7f800000 && data[index] !== -Infinity) return index;
  return -1;
}

/**
 * Refuses weights that are not numbers, since no result computed with them has a meaning. A tensor of a single value may be
 * infinite (a bound of a Clip). An attention mask may hold −∞: import examines its uses (`checkConstants`).
 */
export function checkNumbers(tensor: Tensor, what: string, file: string): void {
  if (tensor.dtype !== 'float') return;
  const { data } = tensor;
  const index = firstInvalid(data);
  if (index < 0 || (data.length === 1 && !Number.isNaN(data[0]))) return;
  const message = `${file}: ${what} holds ${data[index]} (value ${index} of ${data.length}); train or export the network again.`;
  throw modelError('model.invalid', message, { file });
}
