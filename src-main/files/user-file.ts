/**
 * Opening files whose paths a person, a window or another file named. Such a path may lead to a pipe, which waits for ever, or to a
 * device, which never ends: only ordinary files are opened, and never more of one is read than the caller allows for.
 */
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';

const UNUSABLE = 'UNUSABLE_FILE';
const unusable = (message: string): Error => Object.assign(new Error(message), { code: UNUSABLE });

/** True for the error of a path that leads to something other than a file, or to a file that is too large. */
export const isUnusable = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === UNUSABLE;

/** The kind of thing that a path leads to instead of a file. */
function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a pipe';
  if (found.isSocket()) return 'a socket';
  return 'a device';
}

function requireFile(found: Stats): void {
  if (!found.isFile()) throw unusable(`it is ${kindOf(found)}, not a file; name a file`);
}

/** Opens without waiting: between the look at a path and its opening it may become a pipe. Windows has neither. */
const FLAGS = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

/**
 * Opens an ordinary file for reading; links are followed. Throws as Node does, and an error that `isUnusable` knows for a folder, a
 * pipe, a socket or a device. `accessProblem` words all of them.
 */
export async function openUserFile(path: string): Promise<FileHandle> {
  requireFile(await stat(path));
  const handle = await open(path, FLAGS);
  try {
    requireFile(await handle.stat());
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The bytes of an ordinary file of at most `most` bytes. Throws as `openUserFile`, and for a larger file before it is read. */
export async function readUserFile(path: string, most: number): Promise<Buffer> {
  await using handle = await openUserFile(path);
  const { size } = await handle.stat();
  if (size > most) throw unusable(`it has ${size} bytes, and at most ${most} are read at once`);
  return await readAt(handle, 0, size);
}

/** Text files that people write (plans, preprocessings, lists of names) are far smaller. */
const MOST_TEXT_BYTES = 2 ** 26;

/** The text of an ordinary file, UTF-8. Throws as `readUserFile`, for one of more than `most` bytes. */
export const readUserText = async (path: string, most = MOST_TEXT_BYTES): Promise<string> =>
  (await readUserFile(path, most)).toString('utf8');

/** Up to `length` bytes from `position` on; fewer where the file ends before. */
export async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(length);
  // One read call is limited to 2 GiB by the operating system.
  const largest = 2 ** 30;
  for (let done = 0; done < length; ) {
    const { bytesRead } = await handle.read(bytes, done, Math.min(largest, length - done), position + done);
    if (bytesRead === 0) return bytes.subarray(0, done);
    done += bytesRead;
  }
  return bytes;
}
