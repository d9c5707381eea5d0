/**
 * Weights that lie in files beside the model ("external data"). A model file is untrusted: what it names may not leave the
 * folder it lies in, neither by its path nor through a symbolic link.
 */
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { modelError } from './model-error.ts';

type Entries = readonly { readonly key: string; readonly value: string }[];

export interface ExternalData extends AsyncDisposable {
  /** Reads the `bytes` bytes of a tensor; `what` names it. Throws `model.external-data`. */
  read(entries: Entries, bytes: number, what: string): Promise<Uint8Array>;
}

/** An entry that is a count of bytes; NaN where it is not one. */
function byteCount(entries: Entries, key: string, fallback: number): number {
  const text = entries.find((entry) => entry.key === key)?.value;
  if (text === undefined) return fallback;
  return /^\d{1,15}$/.test(text) ? Number(text) : NaN;
}

/** Reads all of `into` from a position on; a single read may return less, or is limited to 2 GiB. */
async function readFully(handle: FileHandle, into: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < into.byteLength) {
    const length = Math.min(into.byteLength - done, 2 ** 30);
    const { bytesRead } = await handle.read(into, done, length, position + done);
    if (bytesRead === 0) throw new Error('the file became shorter while it was read');
    done += bytesRead;
  }
}

const failure =
  (modelFile: string, what: string) =>
  (message: string): SpikeloomError =>
    modelError('model.external-data', `${modelFile}: ${what} ${message}.`, { file: modelFile });

/** The location that the entries of a tensor name; empty where they name none. */
export const locationOf = (entries: Entries): string => entries.find((entry) => entry.key === 'location')?.value ?? '';

/**
 * Path of the file that a model calls `location`; `what` says what of the model needs it. Throws `model.external-data` where it
 * is not a file in the model's folder.
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
    // Asked before opening, which waits for a pipe.
    if (!(await stat(target)).isFile()) throw fail(`has external data at ${location}, which is not a file`);
    return target;
  } catch (cause) {
    throw cause instanceof SpikeloomError ? cause : cannotOpen(fail, location);
  }
}

const cannotOpen = (fail: (message: string) => SpikeloomError, location: string): SpikeloomError =>
  fail(`needs the file ${location} beside the model, which cannot be opened; copy it there`);

/** The files beside `modelFile`, opened when first needed; dispose closes them. */
export function externalDataOf(modelFile: string): ExternalData {
  const opened = new Map<string, FileHandle>();

  async function openInside(location: string, what: string): Promise<FileHandle> {
    const known = opened.get(location);
    if (known !== undefined) return known;
    const path = await pathBeside(modelFile, location, what);
    try {
      const handle = await open(path, 'r');
      opened.set(location, handle);
      return handle;
    } catch {
      throw cannotOpen(failure(modelFile, what), location);
    }
  }

  return {
    async read(entries, bytes, what) {
      const fail = failure(modelFile, what);
      const location = locationOf(entries);
      const handle = await openInside(location, what);
      const { size } = await handle.stat();
      const offset = byteCount(entries, 'offset', 0);
      const length = byteCount(entries, 'length', bytes);
      if (Number.isNaN(offset) || Number.isNaN(length))
        throw fail(`says of ${location} where its data lies in a way that is no number`);
      if (length !== bytes) throw fail(`needs ${bytes} bytes, but ${length} bytes of ${location} are named for it`);
      if (offset + bytes > size) {
        throw fail(`needs bytes ${offset} to ${offset + bytes} of ${location}, which has only ${size}; copy the complete file`);
      }
      const data = new Uint8Array(bytes);
      await readFully(handle, data, offset);
      return data;
    },
    async [Symbol.asyncDispose]() {
      for (const handle of opened.values()) await handle.close();
      opened.clear();
    },
  };
}
