/**
 * An array that grows batch by batch while a network runs, kept in a file without a name: however the program ends, nothing
 * of it stays behind. Only the finished array gets a name (output-folder.ts).
 */
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { formatNpyHeader } from '../../dataset/npy-header.ts';

/** Values `[T, N, …]` (or `[N, …]` as T = 1), added N by N. */
export interface ArraySpool extends AsyncDisposable {
  /** Adds one batch: `[T, samples, …]` flat. */
  add(data: Float64Array, samples: number): Promise<void>;
  /** Writes everything so far as a .npy file: float64, `shape` with its N filled in. */
  writeNpy(target: FileHandle): Promise<void>;
}

/**
 * A spool at `path`, which is gone from its folder before this returns. `steps`: T, or undefined for an array without a time
 * axis; `sample`: shape of one sample at one step. Throws the errors of the file system.
 */
export async function openSpool(path: string, steps: number | undefined, sample: readonly number[]): Promise<ArraySpool> {
  const handle = await open(path, 'wx+');
  await unlink(path);
  const blocks: { readonly at: number; readonly samples: number }[] = [];
  let end = 0;
  const size = sample.reduce((product, axis) => product * axis, 8);
  return {
    async add(data, samples) {
      await writeAll(handle, bytesOf(data), end);
      blocks.push({ at: end, samples });
      end += data.byteLength;
    },
    async writeNpy(target) {
      const count = blocks.reduce((sum, { samples }) => sum + samples, 0);
      const header = formatNpyHeader('f8', [...(steps === undefined ? [] : [steps]), count, ...sample]);
      await writeAll(target, header, 0);
      let position = header.length;
      // In the file, all samples of a step lie together: step t of every batch, one batch after the other.
      for (let t = 0; t < (steps ?? 1); t++) {
        for (const { at, samples } of blocks) {
          const part = Buffer.allocUnsafe(samples * size);
          await readAll(handle, part, at + t * part.length);
          await writeAll(target, part, position);
          position += part.length;
        }
      }
    },
    [Symbol.asyncDispose]: () => handle.close(),
  };
}

const bytesOf = (data: Float64Array): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** One call to the operating system moves at most 2 GiB. */
const LARGEST = 1 << 30;

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await handle.write(bytes, done, Math.min(LARGEST, bytes.length - done), position + done)).bytesWritten;
  }
}

async function readAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, done, Math.min(LARGEST, bytes.length - done), position + done);
    if (bytesRead === 0) throw new Error('a spool ended before its data');
    done += bytesRead;
  }
}
