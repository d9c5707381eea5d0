/**
 * Reads the values of a tensor from the bytes of a file, for every element type that weights have. 32-bit floats stay views;
 * other types are converted. Integers are exact up to 2⁵³; larger ones become the nearest float64 (exporters write 2⁶³−1 for "to
 * the end" in a Slice).
 */
import type { Tensor, TensorData } from '../../src-shared/tensor/index.ts';
import { DATA_TYPE } from './proto/types.ts';

export interface ElementType {
  readonly name: string;
  /** Bytes of one value in the file. */
  readonly bytes: number;
  /** Bytes of one value in memory. */
  readonly bytesInMemory: number;
  /** True if values stay a view on the file's bytes. */
  readonly isView?: true;
  readonly dtype: Tensor['dtype'];
  readonly range?: Tensor['range'];
  /** The values of bytes whose address is a multiple of 8. */
  read(bytes: Uint8Array): TensorData;
}

type TypedArray = ArrayLike<number> | ArrayLike<bigint>;
type View<T extends TypedArray> = new (buffer: ArrayBufferLike, offset: number, length: number) => T;

/** A view of `bytes` as elements of `size` bytes. */
const viewOf = <T extends TypedArray>(view: View<T>, bytes: Uint8Array, size: number): T =>
  new view(bytes.buffer, bytes.byteOffset, bytes.byteLength / size);

const integers = (name: string, view: View<ArrayLike<number>>, bytes: number): ElementType => ({
  name,
  bytes,
  bytesInMemory: 8,
  dtype: 'int',
  read: (data) => Float64Array.from(viewOf(view, data, bytes)),
});

const integers64 = (name: string, view: View<ArrayLike<bigint>>): ElementType => ({
  name,
  bytes: 8,
  bytesInMemory: 8,
  dtype: 'int',
  read: (data) => Float64Array.from(viewOf(view, data, 8), Number),
});

const floats = (name: string, bytes: number, bytesInMemory: number, read: ElementType['read']): ElementType => ({
  name,
  bytes,
  bytesInMemory,
  ...(bytes === bytesInMemory ? { isView: true } : {}),
  dtype: 'float',
  read,
});

/** Converts patterns of 16 bits to float32 with `convert`. */
function halves(bytes: Uint8Array, convert: (bits: number) => number): Float32Array {
  return Float32Array.from(viewOf(Uint16Array, bytes, 2), convert);
}

/** Value of an IEEE half-precision bit pattern. */
export function float16Value(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new DataView(new ArrayBuffer(4));

/** Value of a bfloat16 bit pattern: the upper half of a float32. */
export function bfloat16Value(bits: number): number {
  scratch.setUint32(0, bits * 65536);
  return scratch.getFloat32(0);
}

const ELEMENT_TYPES: ReadonlyMap<number, ElementType> = new Map<number, ElementType>([
  [DATA_TYPE.float, floats('float32', 4, 4, (data) => viewOf(Float32Array, data, 4))],
  [DATA_TYPE.double, floats('float64', 8, 8, (data) => viewOf(Float64Array, data, 8))],
  [DATA_TYPE.float16, floats('float16', 2, 4, (data) => halves(data, float16Value))],
  [DATA_TYPE.bfloat16, floats('bfloat16', 2, 4, (data) => halves(data, bfloat16Value))],
  [DATA_TYPE.int8, { ...integers('int8', Int8Array, 1), range: [-128, 127] }],
  [DATA_TYPE.uint8, { ...integers('uint8', Uint8Array, 1), range: [0, 255] }],
  [DATA_TYPE.int16, { ...integers('int16', Int16Array, 2), range: [-32_768, 32_767] }],
  [DATA_TYPE.uint16, { ...integers('uint16', Uint16Array, 2), range: [0, 65_535] }],
  [DATA_TYPE.int32, integers('int32', Int32Array, 4)],
  [DATA_TYPE.uint32, integers('uint32', Uint32Array, 4)],
  [DATA_TYPE.int64, integers64('int64', BigInt64Array)],
  [DATA_TYPE.uint64, integers64('uint64', BigUint64Array)],
  [DATA_TYPE.bool, { ...integers('bool', Uint8Array, 1), dtype: 'bool' }],
]);

/** The element type of a TensorProto's `dataType`; undefined for types without arithmetic (strings, complex numbers). */
export const elementTypeOf = (dataType: number): ElementType | undefined => ELEMENT_TYPES.get(dataType);

/** The values of `bytes` (little-endian, as many as fit): a view if their address allows one, otherwise a copy. */
export function valuesOfBytes(type: ElementType, bytes: Uint8Array): TensorData {
  return type.read(bytes.byteOffset % type.bytes === 0 ? bytes : new Uint8Array(bytes));
}
