/**
 * The header of NumPy's .npy format (versions 1 to 3): magic, version, length, and a Python dictionary with the type of
 * the elements, the order of the axes and the shape. Format: numpy.lib.format in NumPy's documentation.
 */
import { SpikeloomError } from '../../src-shared/errors/index.ts';

/** Element types that are read, as NumPy's `descr` without the byte order. */
export type NpyType = 'f2' | 'f4' | 'f8' | 'i1' | 'i2' | 'i4' | 'i8' | 'u1' | 'u2' | 'u4' | 'u8' | 'b1';

const KNOWN_TYPES: ReadonlySet<string> = new Set<NpyType>([
  'f2',
  'f4',
  'f8',
  'i1',
  'i2',
  'i4',
  'i8',
  'u1',
  'u2',
  'u4',
  'u8',
  'b1',
]);

export interface NpyHeader {
  readonly type: NpyType;
  readonly bigEndian: boolean;
  /** True for column-major order, in which the first axis varies fastest: `[[1, 2], [3, 4]]` is stored as 1 3 2 4. */
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Offset of the values, in bytes from the start of the file. */
  readonly offset: number;
}

/** Number of bytes that always contain the length of the header. */
export const PREFIX_BYTES = 12;
/** Longest header of an array of numbers. */
const LONGEST_HEADER = 65_536;

/** Size in bytes of one element. */
export const bytesOfType = (type: NpyType): number => Number(type[1]);

/**
 * Offset of the values of a .npy file, from its first PREFIX_BYTES bytes. Throws `dataset.format` if they do not begin a .npy
 * file of version 1, 2 or 3.
 */
export function npyDataOffset(prefix: Uint8Array, file: string): number {
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
  if (prefix.length < 10 || magic.some((byte, index) => prefix[index] !== byte)) {
    throw new SpikeloomError(
      'dataset.format',
      `${file}: not a .npy file (it does not begin with \\x93NUMPY); write it with numpy.save`,
      {
        at: { file },
      },
    );
  }
  const view = new DataView(prefix.buffer, prefix.byteOffset, prefix.byteLength);
  const version = prefix[6]!;
  if (version < 1 || version > 3 || (version > 1 && prefix.length < PREFIX_BYTES)) {
    throw new SpikeloomError(
      'dataset.format',
      `${file}: .npy version ${version} is not known (1 to 3 are); write it with numpy.save`,
      {
        at: { file },
      },
    );
  }
  const offset = version === 1 ? 10 + view.getUint16(8, true) : 12 + view.getUint32(8, true);
  if (offset > LONGEST_HEADER) {
    throw new SpikeloomError(
      'dataset.format',
      `${file}: its .npy header claims ${offset} bytes; only plain arrays of numbers are read`,
      {
        at: { file },
      },
    );
  }
  return offset;
}

/**
 * The header from the first bytes of a file (all `npyDataOffset` of them).
 * Throws `dataset.format` for anything but a plain array of numbers.
 */
export function parseNpyHeader(bytes: Uint8Array, file: string): NpyHeader {
  const offset = npyDataOffset(bytes, file);
  const bad = (what: string): SpikeloomError => new SpikeloomError('dataset.format', `${file}: ${what}`, { at: { file } });
  if (bytes.length < offset) throw bad(`truncated: ${bytes.length} bytes, its header alone needs ${offset}`);
  const text = new TextDecoder('utf-8').decode(bytes.subarray(bytes[6] === 1 ? 10 : 12, offset));
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const dimensions = /'shape'\s*:\s*\(([\d\sL,]*)\)/.exec(text)?.[1];
  if (descr === undefined || fortran === undefined || dimensions === undefined) {
    throw bad('its .npy header is not that of a plain array of numbers (structured or object arrays are not read)');
  }
  const type = descr.replace(/^[<>=|]/, '');
  if (!KNOWN_TYPES.has(type)) {
    throw bad(`holds values of type '${descr}'; only floats (16, 32, 64 bits), integers and booleans are read`);
  }
  const shape = [...dimensions.matchAll(/\d+/g)].map((match) => Number(match[0]));
  const size = shape.reduce((product, axis) => product * axis, 1);
  if (!Number.isSafeInteger(size * 8)) throw bad(`its shape (${shape.join(', ')}) is too large`);
  return { type: type as NpyType, bigEndian: descr.startsWith('>'), fortran: fortran === 'True', shape, offset };
}

/** A version 1 header for a C-order array of little-endian numbers, padded so that the values begin at a multiple of 64 bytes. */
export function formatNpyHeader(type: 'f4' | 'f8' | 'i4', shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '<${type}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const bytes = new Uint8Array(10 + length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 0xff, length >> 8]);
  bytes.set(new TextEncoder().encode(`${text.padEnd(length - 1)}\n`), 10);
  return bytes;
}
