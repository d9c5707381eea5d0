/** Arrays of a layer in the database: float64, little-endian, row-major. The shape is kept beside them as JSON. */

/**
 * An array of a calibration, with `values` in row-major order of `shape`. Example: thresholds of 8 channels of images have the
 * shape `[1, 8, 1, 1]`.
 */
export interface StoredArray {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** True if the machine's own order is little-endian: then bytes are copied. */
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Bytes of the values, exactly. */
export function toBlob(values: Float64Array): Buffer {
  if (LITTLE_ENDIAN) return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  const bytes = Buffer.alloc(values.length * 8);
  values.forEach((value, index) => bytes.writeDoubleLE(value, index * 8));
  return bytes;
}

/** The values of bytes written by `toBlob`; undefined if the number of bytes does not fit `shape`. */
export function fromBlob(bytes: Uint8Array, shape: readonly number[]): Float64Array | undefined {
  const count = shape.reduce((product, size) => product * size, 1);
  if (bytes.length !== count * 8) return undefined;
  if (LITTLE_ENDIAN) {
    const values = new Float64Array(count);
    new Uint8Array(values.buffer).set(bytes);
    return values;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: count }, (_, index) => view.getFloat64(index * 8, true));
}
