/**
 * Weights that lie in files beside the model ("external data"). A model file is untrusted: what it names may not leave the
 * folder it lies in, neither by its path nor through a symbolic link.
 */
import { type FileHandle, open, realpath } from 'node:fs/promises';
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

/** The files beside `modelFile`, opened when first needed; dispose closes them. */
export function externalDataOf(modelFile: string): ExternalData {
  const folder = dirname(resolve(modelFile));
  const opened = new Map<string, FileHandle>();

  async function openInside(location: string, fail: (message: string) => SpikeloomError): Promise<FileHandle> {
    const known = opened.get(location);
    if (known !== undefined) return known;
    if (location === '' || location.includes('\0')) throw fail('names no file of external data');
    if (isAbsolute(location) || /^[A-Za-z]:|^\\/.test(location) || location.split(/[/\\]/).includes('..')) {
      throw fail(`has external data at ${location}, outside the model's folder; put the file beside the model`);
    }
    try {
      const [root, target] = await Promise.all([realpath(folder), realpath(join(folder, location))]);
      if (!target.startsWith(root.endsWith(sep) ? root : root + sep)) {
        throw fail(
          `has external data at ${location}, a link that leaves the model's folder; put the file itself beside the model`,
        );
      }
      const handle = await open(target, 'r');
      opened.set(location, handle);
      return handle;
    } catch (cause) {
      if (cause instanceof SpikeloomError) throw cause;
      throw fail(`needs the file ${location} beside the model, which cannot be opened; copy it there`);
    }
  }

  return {
    async read(entries, bytes, what) {
      const fail = (message: string) =>
        modelError('model.external-data', `${modelFile}: ${what} ${message}.`, { file: modelFile });
      const location = entries.find((entry) => entry.key === 'location')?.value ?? '';
      const handle = await openInside(location, fail);
      const stat = await handle.stat();
      if (!stat.isFile()) throw fail(`has external data at ${location}, which is not a file`);
      const offset = byteCount(entries, 'offset', 0);
      const length = byteCount(entries, 'length', bytes);
      if (Number.isNaN(offset) || Number.isNaN(length))
        throw fail(`says of ${location} where its data lies in a way that is no number`);
      if (length !== bytes) throw fail(`needs ${bytes} bytes, but ${length} bytes of ${location} are named for it`);
      if (offset + bytes > stat.size) {
        throw fail(
          `needs bytes ${offset} to ${offset + bytes} of ${location}, which has only ${stat.size}; copy the complete file`,
        );
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
