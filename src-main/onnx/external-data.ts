/**
 * Weights in files beside the model ("external data"). A model file is untrusted: a file that it names must be in the model's own
 * folder. Neither a path nor a symbolic link may lead out of it.
 */
import { type FileHandle, realpath, stat } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import type { TensorData } from '../../src-shared/tensor/index.ts';
import { modelError } from './model-error.ts';
import { isLfsPointer } from './not-onnx.ts';
import { openUserFile, readAt } from '../files/user-file.ts';
import { type ElementType, valuesOfBytes } from './tensor-bytes.ts';

type Entries = readonly { readonly key: string; readonly value: string }[];

export interface ExternalData extends AsyncDisposable {
  /**
   * The `count` values of a tensor, which `what` names in errors. Tensors that name the same bytes share one array in memory.
   * Throws `model.external-data`.
   */
  read(entries: Entries, type: ElementType, count: number, what: string): Promise<TensorData>;
}

/** An entry that is a count of bytes; NaN if it is not one. */
function byteCount(entries: Entries, key: string, fallback: number): number {
  const text = entries.find((entry) => entry.key === key)?.value;
  if (text === undefined) return fallback;
  return /^\d{1,15}$/.test(text) ? Number(text) : NaN;
}

const failure =
  (modelFile: string, what: string) =>
  (message: string): SpikeloomError =>
    modelError('model.external-data', `${modelFile}: ${what} ${message}.`, { file: modelFile });

/** The location that the entries of a tensor name; empty if they name none. */
export const locationOf = (entries: Entries): string => entries.find((entry) => entry.key === 'location')?.value ?? '';

/**
 * Path of the file that a model calls `location`. `what` names the part of the model that needs it. Throws `model.external-data`
 * if it is not a file in the model's folder.
 */
export async function pathBeside(modelFile: string, location: string, what: string): Promise<string> {
  const folder = dirname(resolve(modelFile));
  const fail = failure(modelFile, what);
  if (location === '' || location.includes('\0')) throw fail('names no file of external data');
  if (isAbsolute(location) || /^[A-Za-z]:|^\\/.test(location) || location.split(/[/\\]/).includes('..')) {
    throw fail(`has external data at ${location}, outside the model's folder; put the file beside the model`);
  }
  try {
    const [root, target] = await Promise.all([realpath(folder), realpath(join(folder, location))]);
    if (!target.startsWith(root.endsWith(sep) ? root : root + sep)) {
      throw fail(`has external data at ${location}, a link that leaves the model's folder; put the file itself beside the model`);
    }
    // This comes before opening, since opening a pipe waits.
    const found = await stat(target);
    if (!found.isFile()) throw fail(`has external data at ${location}, which is not a file`);
    // A file with holes may claim any size, and all of it is read to identify the model.
    if (found.size > totalmem()) {
      throw fail(
        `has external data at ${location}, which is of ${mega(found.size)}, more than this machine has memory; use a smaller network`,
      );
    }
    return target;
  } catch (cause) {
    throw cause instanceof SpikeloomError ? cause : cannotOpen(fail, location);
  }
}

const cannotOpen = (fail: (message: string) => SpikeloomError, location: string): SpikeloomError =>
  fail(`needs the file ${location} beside the model, which cannot be opened; copy it there`);

async function valuesAt(handle: FileHandle, type: ElementType, offset: number, bytes: number): Promise<TensorData> {
  const data = await readAt(handle, offset, bytes);
  if (data.length < bytes) throw new Error('the file became shorter while it was read');
  return valuesOfBytes(type, data);
}

/** Limit for the bytes of a model's weights in memory; conversion needs about as much again. */
const HALF_OF_MEMORY = totalmem() / 2;

const mega = (bytes: number): string => `${Math.ceil(bytes / 1e6).toLocaleString('en-US')} MB`;

/**
 * The files beside `modelFile`. Each is opened when it is first needed; dispose closes them. `budget` is the number of bytes that
 * all values together may take: a file with holes may claim any size, and each tensor may name another part of it.
 */
export function externalDataOf(modelFile: string, budget = HALF_OF_MEMORY): ExternalData {
  const opened = new Map<string, FileHandle>();
  /** Values by file, position and type. */
  const known = new Map<string, Promise<TensorData>>();
  let held = 0;

  async function openInside(location: string, what: string): Promise<FileHandle> {
    const there = opened.get(location);
    if (there !== undefined) return there;
    const path = await pathBeside(modelFile, location, what);
    const handle = await openUserFile(path).catch(() => undefined);
    if (handle === undefined) throw cannotOpen(failure(modelFile, what), location);
    opened.set(location, handle);
    return handle;
  }

  /** The error for a file that ends too early. */
  async function tooShort(handle: FileHandle, location: string, needs: string, what: string): Promise<SpikeloomError> {
    const { size } = await handle.stat();
    const why = isLfsPointer(await readAt(handle, 0, 64))
      ? 'is a Git LFS pointer, not the weights themselves; fetch them with `git lfs pull` in the repository'
      : `has only ${size}; copy the complete file`;
    return failure(modelFile, what)(`needs bytes ${needs} of ${location}, which ${why}`);
  }

  return {
    async read(entries, type, count, what) {
      const fail = failure(modelFile, what);
      const bytes = count * type.bytes;
      const location = locationOf(entries);
      const offset = byteCount(entries, 'offset', 0);
      const length = byteCount(entries, 'length', bytes);
      const handle = await openInside(location, what);
      if (Number.isNaN(offset) || Number.isNaN(length))
        throw fail(`says of ${location} where its data lies in a way that is no number`);
      if (length !== bytes) throw fail(`needs ${bytes} bytes, but ${length} bytes of ${location} are named for it`);
      const { size } = await handle.stat();
      if (offset + bytes > size) throw await tooShort(handle, location, `${offset} to ${offset + bytes}`, what);
      const key = `${offset} ${bytes} ${type.name} ${location}`;
      let values = known.get(key);
      if (values === undefined) {
        held += bytes + (type.isView ? 0 : count * type.bytesInMemory);
        if (held > budget) {
          throw fail(
            `and those before it need ${mega(held)} of memory, more than the ${mega(budget)} that this machine has for them; use a smaller network, or a machine with more memory`,
          );
        }
        values = valuesAt(handle, type, offset, bytes);
        known.set(key, values);
      }
      return values;
    },
    async [Symbol.asyncDispose]() {
      for (const handle of opened.values()) await handle.close();
      opened.clear();
      known.clear();
    },
  };
}
