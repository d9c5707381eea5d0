/** Opens and reads files of samples, with errors that name the file. */
import type { FileHandle } from 'node:fs/promises';
import { accessProblem, SpikeloomError } from '../../src-shared/errors/index.ts';
import { isUnusable, openUserFile, readUserFile } from '../files/user-file.ts';

/** Most bytes of samples that are held in memory at once. Larger sets are read in parts, from .npy. */
export const MOST_BYTES = 2 ** 30;

/** Opens a file of samples. Throws `dataset.not-found`, and `dataset.format` if the path is not a regular file. */
export const openSampleFile = (file: string): Promise<FileHandle> => named(file, openUserFile(file));

/**
 * All bytes of a file of samples. Throws `dataset.not-found`, and `dataset.format` if the path is not a regular file or holds
 * more than `most` bytes.
 */
export const readSampleFile = (file: string, most = MOST_BYTES): Promise<Buffer> => named(file, readUserFile(file, most));

async function named<T>(file: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/** The error for a path that cannot be read. */
export const unreadable = (file: string, cause: unknown): SpikeloomError =>
  new SpikeloomError(
    isUnusable(cause) ? 'dataset.format' : 'dataset.not-found',
    `${file}: cannot be read: ${accessProblem(cause)}`,
    { at: { file }, cause },
  );

/** The error for samples that do not fit into memory. `what` names them. */
export const tooLarge = (what: string, bytes: number | string, file: string): SpikeloomError =>
  new SpikeloomError(
    'dataset.format',
    `${what}: holds ${bytes} bytes, and at most ${MOST_BYTES} are held in memory; save it row-major as .npy, which is read in parts, or as several files`,
    { at: { file } },
  );
