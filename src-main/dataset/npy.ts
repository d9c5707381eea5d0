/**
 * Arrays on disk in NumPy's .npy format: read whole, read a range of samples, and write so that a killed program leaves
 * either the old file or the complete new one.
 */
import type { FileHandle } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import { say } from '../../src-shared/message/index.ts';
import { sizeOf, type Shape } from '../../src-shared/tensor/index.ts';
import { readAt } from '../files/user-file.ts';
import { bytesOfType, formatNpyHeader, npyDataOffset, parseNpyHeader, PREFIX_BYTES, type NpyHeader } from './npy-header.ts';
import { decodeValues, fromFortran, kindOfType, type NpyData, type NpyKind } from './npy-values.ts';
import { MOST_BYTES, openSampleFile, tooLarge } from './sample-file.ts';

/** An array in row-major order. uint8 stays bytes; other integers and booleans are exact in 64-bit floats. */
export interface NpyArray {
  readonly shape: Shape;
  readonly kind: NpyKind;
  readonly data: NpyData;
}

/** The array in the bytes of a .npy file (`file` names it in errors). Throws `dataset.format`, `dataset.value`. */
export function parseNpy(bytes: Uint8Array, file: string): NpyArray {
  const header = parseNpyHeader(bytes, file);
  const size = sizeOf(header.shape) * bytesOfType(header.type);
  if (bytes.length < header.offset + size) throw truncated(file, bytes.length, header.offset + size);
  const data = decodeValues(header, bytes.subarray(header.offset, header.offset + size), file);
  return { shape: header.shape, kind: kindOfType(header.type), data: header.fortran ? fromFortran(data, header.shape) : data };
}

/** A whole .npy file. Throws `dataset.not-found`, `dataset.format`, `dataset.value`. */
export async function readNpy(file: string): Promise<NpyArray> {
  const { shape, kind, readAll } = await openNpy(file);
  return { shape, kind, data: await readAll() };
}

/** A .npy file whose samples (along the first axis) are read on demand. The file is open only during a read. */
export interface NpyFile {
  readonly shape: Shape;
  readonly kind: NpyKind;
  /** Samples `from`…`to`−1, `[to − from, …]` flat. */
  read(from: number, to: number): Promise<NpyData>;
  readAll(): Promise<NpyData>;
}

/** The part of a file that holds a .npy: an uncompressed entry of an archive. `name` is for errors. */
export interface NpyPart {
  readonly start: number;
  readonly bytes: number;
  readonly name: string;
}

/** Reads the header of a .npy file and checks that the file is complete. Throws `dataset.not-found`, `dataset.format`. */
export async function openNpy(file: string, part?: NpyPart): Promise<NpyFile> {
  const name = part?.name ?? file;
  const start = part?.start ?? 0;
  const header = await readHeader(file, start, part?.bytes, name);
  const { shape } = header;
  const sampleBytes = sizeOf(shape.slice(1)) * bytesOfType(header.type);
  const decode = async (position: number, length: number): Promise<NpyData> => {
    await using handle = await openSampleFile(file);
    return decodeValues(header, await readBytes(handle, name, start + header.offset + position, length), name);
  };
  const readAll = async (): Promise<NpyData> => {
    const bytes = sizeOf(shape) * bytesOfType(header.type);
    if (bytes > MOST_BYTES) throw tooLarge(name, bytes, file);
    const data = await decode(0, bytes);
    return header.fortran ? fromFortran(data, shape) : data;
  };
  // Column-major samples are scattered over the whole file, so the file is read once and kept.
  let whole: Promise<NpyData> | undefined;
  const read = async (from: number, to: number): Promise<NpyData> => {
    if (!header.fortran) return decode(from * sampleBytes, (to - from) * sampleBytes);
    whole ??= readAll();
    const size = sizeOf(shape.slice(1));
    return (await whole).subarray(from * size, to * size);
  };
  return { shape, kind: kindOfType(header.type), read, readAll };
}

/** The header of the .npy data that begins at `start` and has `bytes` bytes (undefined: up to the end of the file). */
async function readHeader(file: string, start: number, bytes: number | undefined, name: string): Promise<NpyHeader> {
  await using handle = await openSampleFile(file);
  const size = bytes ?? (await handle.stat()).size;
  const prefix = await readBytes(handle, name, start, Math.min(PREFIX_BYTES, size));
  const offset = npyDataOffset(prefix, name);
  if (size < offset) throw truncated(name, size, offset);
  const header = parseNpyHeader(await readBytes(handle, name, start, offset), name);
  const needed = header.offset + sizeOf(header.shape) * bytesOfType(header.type);
  if (size < needed) throw truncated(name, size, needed);
  return header;
}

/** Exactly `length` bytes at `position`. Throws `dataset.format` if the file ends earlier. */
async function readBytes(handle: FileHandle, file: string, position: number, length: number): Promise<Uint8Array> {
  const bytes = await readAt(handle, position, length);
  if (bytes.length < length) throw truncated(file, position + bytes.length, position + length);
  return bytes;
}

const truncated = (file: string, size: number, needed: number): SpikeloomError =>
  new SpikeloomError('dataset.format', `${file}: truncated: ${size} bytes, its .npy header promises ${needed}; write it again`, {
    at: { file },
  });

/** The bytes of a .npy file (version 1, little-endian, C order): `data` is `shape`, row-major. */
export function formatNpy(data: Float32Array | Float64Array | Int32Array, shape: Shape): Uint8Array {
  if (data.length !== sizeOf(shape)) throw new Error(`formatNpy: ${data.length} values for shape [${shape.join(', ')}]`);
  const header = formatNpyHeader(data instanceof Float64Array ? 'f8' : data instanceof Int32Array ? 'i4' : 'f4', shape);
  const bytes = new Uint8Array(header.length + data.byteLength);
  bytes.set(header);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length);
  return bytes;
}

/** Writes `data` (row-major, `shape`) as .npy. After an error or a kill the file is unchanged. Throws `output.unwritable`. */
export async function writeNpy(file: string, data: Float32Array | Float64Array, shape: Shape): Promise<void> {
  try {
    await writeFileAtomic(file, Buffer.from(formatNpy(data, shape).buffer));
  } catch (cause) {
    throw new SpikeloomError('output.unwritable', say`${file}: cannot be written (${messageOf(cause)})`, { at: { file }, cause });
  }
}
