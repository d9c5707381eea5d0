/**
 * Arrays on disk in NumPy's .npy format: read whole, read a range of samples, and write so that a killed program leaves
 * either the old file or the complete new one.
 */
import { open, type FileHandle } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { accessProblem, messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import { sizeOf, type Shape } from '../../src-shared/tensor/index.ts';
import { bytesOfType, formatNpyHeader, npyDataOffset, parseNpyHeader, PREFIX_BYTES, type NpyHeader } from './npy-header.ts';
import { decodeValues, fromFortran, kindOfType, type NpyData, type NpyKind } from './npy-values.ts';

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

/** A .npy file whose samples (first axis) are read as needed; it is open only during a read. */
export interface NpyFile {
  readonly shape: Shape;
  readonly kind: NpyKind;
  /** Samples `from`…`to`−1, `[to − from, …]` flat. */
  read(from: number, to: number): Promise<NpyData>;
  readAll(): Promise<NpyData>;
}

/** Reads the header of a .npy file and checks that the file is complete. Throws `dataset.not-found`, `dataset.format`. */
export async function openNpy(file: string): Promise<NpyFile> {
  const header = await withFile(file, (handle) => readHeader(handle, file));
  const { shape } = header;
  const sampleBytes = sizeOf(shape.slice(1)) * bytesOfType(header.type);
  const decode = async (position: number, length: number): Promise<NpyData> =>
    decodeValues(header, await withFile(file, (handle) => readBytes(handle, file, header.offset + position, length)), file);
  const readAll = async (): Promise<NpyData> => {
    const data = await decode(0, sizeOf(shape) * bytesOfType(header.type));
    return header.fortran ? fromFortran(data, shape) : data;
  };
  // Column-major samples lie scattered over the whole file, so that one is read once and kept.
  let whole: Promise<NpyData> | undefined;
  const read = async (from: number, to: number): Promise<NpyData> => {
    if (!header.fortran) return decode(from * sampleBytes, (to - from) * sampleBytes);
    whole ??= readAll();
    const size = sizeOf(shape.slice(1));
    return (await whole).subarray(from * size, to * size);
  };
  return { shape, kind: kindOfType(header.type), read, readAll };
}

async function withFile<R>(file: string, use: (handle: FileHandle) => Promise<R>): Promise<R> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'r');
  } catch (cause) {
    throw new SpikeloomError('dataset.not-found', `${file}: cannot be read: ${accessProblem(cause)}`, { at: { file }, cause });
  }
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

async function readHeader(handle: FileHandle, file: string): Promise<NpyHeader> {
  const stat = await handle.stat();
  if (stat.isDirectory()) throw new SpikeloomError('dataset.format', `${file}: is a folder, not a .npy file`, { at: { file } });
  const prefix = await readBytes(handle, file, 0, Math.min(PREFIX_BYTES, stat.size));
  const offset = npyDataOffset(prefix, file);
  if (stat.size < offset) throw truncated(file, stat.size, offset);
  const header = parseNpyHeader(await readBytes(handle, file, 0, offset), file);
  const needed = header.offset + sizeOf(header.shape) * bytesOfType(header.type);
  if (stat.size < needed) throw truncated(file, stat.size, needed);
  return header;
}

/** Exactly `length` bytes at `position`. Throws `dataset.format` where the file ends before. */
async function readBytes(handle: FileHandle, file: string, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  // One read call is limited to 2 GiB by the operating system.
  const largest = 1 << 30;
  for (let done = 0; done < length; ) {
    const { bytesRead } = await handle.read(bytes, done, Math.min(largest, length - done), position + done);
    if (bytesRead === 0) throw truncated(file, position + done, position + length);
    done += bytesRead;
  }
  return bytes;
}

const truncated = (file: string, size: number, needed: number): SpikeloomError =>
  new SpikeloomError('dataset.format', `${file}: truncated: ${size} bytes, its .npy header promises ${needed}; write it again`, {
    at: { file },
  });

/** The bytes of a .npy file (version 1, little-endian, C order): `data` is `shape`, row-major. */
export function formatNpy(data: Float32Array | Float64Array, shape: Shape): Uint8Array {
  if (data.length !== sizeOf(shape)) throw new Error(`formatNpy: ${data.length} values for shape [${shape.join(', ')}]`);
  const header = formatNpyHeader(data instanceof Float64Array ? 'f8' : 'f4', shape);
  const bytes = new Uint8Array(header.length + data.byteLength);
  bytes.set(header);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length);
  return bytes;
}

/** Writes `data` (row-major, `shape`) as .npy, complete or not at all. Throws `output.unwritable`. */
export async function writeNpy(file: string, data: Float32Array | Float64Array, shape: Shape): Promise<void> {
  try {
    await writeFileAtomic(file, Buffer.from(formatNpy(data, shape).buffer));
  } catch (cause) {
    throw new SpikeloomError('output.unwritable', `${file}: cannot be written (${messageOf(cause)})`, { at: { file }, cause });
  }
}
