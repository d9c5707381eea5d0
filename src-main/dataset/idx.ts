/**
 * IDX files, the format of MNIST (http://yann.lecun.com/exdb/mnist): big-endian arrays of bytes, integers or floats, often
 * gzipped. Labels are found beside the images by MNIST's names.
 */
import { access, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { accessProblem, messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import { sizeOf } from '../../src-shared/tensor/index.ts';
import { arraySource } from './array-source.ts';
import { labelsOf } from './labels.ts';
import type { NpyArray } from './npy.ts';
import type { NpyType } from './npy-header.ts';
import { bytesOfType } from './npy-header.ts';
import { decodeValues, kindOfType } from './npy-values.ts';
import type { RawSource } from './raw-source.ts';

/** Third byte of the file → type of the values. */
const TYPES: Readonly<Record<number, NpyType>> = { 8: 'u1', 9: 'i1', 11: 'i2', 12: 'i4', 13: 'f4', 14: 'f8' };

/** `train-images-idx3-ubyte`, `t10k-images.idx3-ubyte`, `x.idx`, each also with `.gz`. */
export const isIdxName = (name: string): boolean =>
  /(\.idx|[-.]idx\d-ubyte)$/i.test(name.replace(/\.gz$/i, '')) || /\.gz$/i.test(name);

/** The samples of an IDX file, with the labels beside it. Throws `dataset.not-found`, `dataset.format`, `dataset.labels`. */
export async function idxSource(file: string): Promise<RawSource> {
  const array = await readIdx(file);
  const size = sizeOf(array.shape.slice(1));
  const read = async (from: number, to: number): Promise<NpyArray['data']> => array.data.subarray(from * size, to * size);
  const source = arraySource({ ...array, read }, file);
  const labelFile = await labelsBeside(file);
  return labelFile === undefined ? source : { ...source, labels: labelsOf(await readIdx(labelFile), labelFile) };
}

/** The array in an IDX file, gzipped or not. Throws `dataset.not-found`, `dataset.format`. */
export async function readIdx(file: string): Promise<NpyArray> {
  const bytes = await contentOf(file);
  const type = TYPES[bytes[2] ?? 0];
  const rank = bytes[3] ?? 0;
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0 || type === undefined || rank === 0) {
    throw new SpikeloomError('dataset.format', `${file}: its content is not IDX (0, 0, type, number of axes, …)`, {
      at: { file },
    });
  }
  const offset = 4 + 4 * rank;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = bytes.length < offset ? [] : Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const needed = offset + sizeOf(shape) * bytesOfType(type);
  if (shape.length === 0 || bytes.length !== needed) {
    throw new SpikeloomError(
      'dataset.format',
      `${file}: damaged: ${bytes.length} bytes, its header promises ${needed}; get it again`,
      {
        at: { file },
      },
    );
  }
  const header = { type, bigEndian: true, fortran: false, shape, offset };
  return { shape, kind: kindOfType(type), data: decodeValues(header, bytes.subarray(offset), file) };
}

async function contentOf(file: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new SpikeloomError('dataset.not-found', `${file}: cannot be read: ${accessProblem(cause)}`, { at: { file }, cause });
  }
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await promisify(gunzip)(bytes);
  } catch (cause) {
    throw new SpikeloomError('dataset.format', `${file}: cannot be unzipped (${messageOf(cause)}); get it again`, {
      at: { file },
      cause,
    });
  }
}

/** `train-images-idx3-ubyte.gz` → `train-labels-idx1-ubyte.gz`, or without `.gz`, or with it, whichever is there. */
async function labelsBeside(file: string): Promise<string | undefined> {
  const name = basename(file);
  const labelName = name.replace('images', 'labels').replace(/idx\d/, 'idx1');
  if (labelName === name || !name.includes('images')) return undefined;
  const plain = labelName.replace(/\.gz$/i, '');
  for (const candidate of [labelName, plain, `${plain}.gz`]) {
    const path = join(dirname(file), candidate);
    const found = await access(path).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return undefined;
}
