/**
 * The values of a .npy file as typed arrays. Whatever the file's type, byte order and axis order, the result is row-major and
 * holds bytes, 32-bit or 64-bit floats. Integers are exact up to 2⁵³; larger ones are refused.
 */
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { bytesOfType, type NpyHeader, type NpyType } from './npy-header.ts';

/** What the file holds: `byte` is uint8 (pixels), `int` any other integer, held exactly in 64-bit floats. */
export type NpyKind = 'float' | 'byte' | 'int' | 'bool';
export type NpyData = Uint8Array | Float32Array | Float64Array;

export const kindOfType = (type: NpyType): NpyKind =>
  type === 'u1' ? 'byte' : type === 'b1' ? 'bool' : type.startsWith('f') ? 'float' : 'int';

type Getter = (view: DataView, at: number, little: boolean) => number;

const GETTERS: Readonly<Record<NpyType, Getter>> = {
  f2: (view, at, little) => halfToNumber(view.getUint16(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
  i1: (view, at) => view.getInt8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  u1: (view, at) => view.getUint8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  b1: (view, at) => (view.getUint8(at) === 0 ? 0 : 1),
};

/** A 16-bit float's value. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** True if the file's bytes can be used directly as a typed array. Every platform that Node runs on is little-endian. */
const isPlain = (header: NpyHeader): boolean => !header.bigEndian || bytesOfType(header.type) === 1;

/**
 * The elements in `bytes`, in the order of the file: `u1` as Uint8Array, `f4` and `f2` as Float32Array, all others as
 * Float64Array. Throws `dataset.value` for a 64-bit integer beyond ±2⁵³.
 */
export function decodeValues(header: NpyHeader, bytes: Uint8Array, file: string): NpyData {
  const { type } = header;
  const count = bytes.byteLength / bytesOfType(type);
  // Not a Buffer, because the `slice` of a Buffer shares memory.
  if (type === 'u1') return new Uint8Array(bytes.buffer, bytes.byteOffset, count);
  if (isPlain(header) && (type === 'f4' || type === 'f8')) {
    // Copied if the values do not begin at a multiple of their size.
    const aligned = bytes.byteOffset % bytesOfType(type) === 0 ? bytes : new Uint8Array(bytes);
    const buffer = aligned.buffer as ArrayBuffer;
    return type === 'f4'
      ? new Float32Array(buffer, aligned.byteOffset, count)
      : new Float64Array(buffer, aligned.byteOffset, count);
  }
  const values = type === 'f2' || type === 'f4' ? new Float32Array(count) : new Float64Array(count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const get = GETTERS[type];
  const size = bytesOfType(type);
  for (let index = 0; index < count; index++) values[index] = get(view, index * size, !header.bigEndian);
  if (type === 'i8' || type === 'u8') {
    const at = values.findIndex((value) => Math.abs(value) > Number.MAX_SAFE_INTEGER);
    if (at >= 0) {
      throw new SpikeloomError(
        'dataset.value',
        `${file}: integer ${values[at]} is beyond ±2⁵³ and would lose digits; store it as float64`,
        {
          at: { file },
        },
      );
    }
  }
  return values;
}

/** Reorders column-major values of `shape` as row-major ones: for `[2, 2]`, 1 3 2 4 becomes 1 2 3 4. */
export function fromFortran<D extends NpyData>(data: D, shape: readonly number[]): D {
  const result = data.slice() as D;
  const index = new Array<number>(shape.length).fill(0);
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
  let source = 0;
  for (let target = 0; target < result.length; target++) {
    result[target] = data[source]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      source += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      source -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}
