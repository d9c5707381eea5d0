/**
 * IDX files, the format of MNIST (http://yann.lecun.com/exdb/mnist): big-endian arrays of bytes, integers or floats, often
 * gzipped. Labels are found beside the images by MNIST's names.
 */
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import { say } from '../../src-shared/message/index.ts';
import { sizeOf } from '../../src-shared/tensor/index.ts';
import { readAt } from '../files/user-file.ts';
import { arraySource, heldArray } from './array-source.ts';
import { labelsOf } from './labels.ts';
import type { NpyArray } from './npy.ts';
import type { NpyHeader, NpyType } from './npy-header.ts';
import { bytesOfType } from './npy-header.ts';
import { decodeValues, kindOfType } from './npy-values.ts';
import type { RawSource } from './raw-source.ts';
import { MOST_BYTES, openSampleFile, tooLarge } from './sample-file.ts';

/** Third byte of the file → type of the values. */
const TYPES: Readonly<Record<number, NpyType>> = { 8: 'u1', 9: 'i1', 11: 'i2', 12: 'i4', 13: 'f4', 14: 'f8' };

/** `train-images-idx3-ubyte`, `t10k-images.idx3-ubyte`, `x.idx`, each also with `.gz`. */
export const isIdxName = (name: string): boolean =>
  /(\.idx|[-.]idx\d-ubyte)$/i.test(name.replace(/\.gz$/i, '')) || /\.gz$/i.test(name);

/** The samples of an IDX file, with the labels beside it. Throws `dataset.not-found`, `dataset.format`, `dataset.labels`. */
export async function idxSource(file: string): Promise<RawSource> {
  const source = arraySource(heldArray(await readIdx(file)), file);
  const labelFile = await labelsBeside(file);
  return labelFile === undefined ? source : { ...source, labels: labelsOf(await readIdx(labelFile), labelFile) };
}

/** The array in an IDX file, gzipped or not. Throws `dataset.not-found`, `dataset.format`. */
async function readIdx(file: string): Promise<NpyArray> {
  await using handle = await openSampleFile(file);
  const [first, second] = await readAt(handle, 0, 2);
  const stream = handle.createReadStream({ start: 0, autoClose: false, highWaterMark: 2 ** 20 });
  const read = (chunks: AsyncIterable<Buffer>): Promise<NpyArray> => readArray(chunks, file);
  if (first !== 0x1f || second !== 0x8b) return await pipeline(stream, read);
  try {
    return await pipeline(stream, createGunzip({ chunkSize: 2 ** 18 }), read);
  } catch (cause) {
    if (cause instanceof SpikeloomError) throw cause;
    throw new SpikeloomError('dataset.format', say`${file}: cannot be unzipped (${messageOf(cause)}); get it again`, {
      at: { file },
      cause,
    });
  }
}

/** Reads an array from a stream. It never keeps more bytes than the header promises, and that number is bounded. */
async function readArray(chunks: AsyncIterable<Buffer>, file: string): Promise<NpyArray> {
  let head = Buffer.alloc(0);
  let found: { readonly header: NpyHeader; readonly values: Buffer } | undefined;
  let done = 0;
  for await (const chunk of chunks) {
    let part = chunk;
    if (found === undefined) {
      head = Buffer.concat([head, chunk]);
      const header = headerIn(head, file);
      if (header === undefined) continue;
      // Uninitialised memory takes no room until it is filled, so a header that promises too much costs nothing.
      found = { header, values: Buffer.allocUnsafeSlow(sizeOf(header.shape) * bytesOfType(header.type)) };
      part = head.subarray(header.offset);
    }
    if (done + part.length > found.values.length) throw damaged(file, 'more', found.header.offset + found.values.length);
    found.values.set(part, done);
    done += part.length;
  }
  if (found === undefined) throw noIdx(file);
  const { header, values } = found;
  if (done < values.length) throw damaged(file, header.offset + done, header.offset + values.length);
  return { shape: header.shape, kind: kindOfType(header.type), data: decodeValues(header, values, file) };
}

/** The header in the first bytes of a file; undefined where they do not hold all of it. Throws `dataset.format`. */
function headerIn(bytes: Uint8Array, file: string): NpyHeader | undefined {
  if (bytes.length < 4) return undefined;
  const type = TYPES[bytes[2]!];
  const rank = bytes[3]!;
  if (bytes[0] !== 0 || bytes[1] !== 0 || type === undefined || rank === 0) throw noIdx(file);
  const offset = 4 + 4 * rank;
  if (bytes.length < offset) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = sizeOf(shape) * bytesOfType(type);
  if (size > MOST_BYTES) throw tooLarge(file, size, file);
  return { type, bigEndian: true, fortran: false, shape, offset };
}

const noIdx = (file: string): SpikeloomError =>
  new SpikeloomError('dataset.format', `${file}: its content is not IDX (0, 0, type, number of axes, …)`, { at: { file } });

function damaged(file: string, bytes: number | 'more', promised: number): SpikeloomError {
  const found =
    bytes === 'more'
      ? `more than the ${promised} bytes that its header promises`
      : `${bytes} bytes, its header promises ${promised}`;
  return new SpikeloomError('dataset.format', `${file}: damaged: ${found}; get it again`, { at: { file } });
}

/** `train-images-idx3-ubyte.gz` → `train-labels-idx1-ubyte.gz`, or without `.gz`, or with it, whichever is there. */
async function labelsBeside(file: string): Promise<string | undefined> {
  const name = basename(file);
  const labelName = name.replace('images', 'labels').replace(/idx\d/, 'idx1');
  if (labelName === name || !name.includes('images')) return undefined;
  const plain = labelName.replace(/\.gz$/i, '');
  for (const candidate of [labelName, plain, `${plain}.gz`]) {
    const path = join(dirname(file), candidate);
    if (await stat(path).catch(() => undefined)) return path;
  }
  return undefined;
}
