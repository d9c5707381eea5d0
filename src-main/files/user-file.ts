/**
 * Opens files whose paths come from a person, a window or another file. Such a path may lead to a pipe, which blocks for ever, or
 * to a device, which never ends. Therefore only regular files are opened, and no more is read than the caller allows.
 */
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';

const UNUSABLE = 'UNUSABLE_FILE';
const unusable = (message: string): Error => Object.assign(new Error(message), { code: UNUSABLE });

/** True if an error says that a path leads to something other than a regular file, or to a file that is too large. */
export const isUnusable = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === UNUSABLE;

/** Names the kind of thing that a path leads to instead of a regular file. */
function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a pipe';
  if (found.isSocket()) return 'a socket';
  return 'a device';
}

function requireFile(found: Stats): void {
  if (!found.isFile()) throw unusable(`it is ${kindOf(found)}, not a file; name a file`);
}

/** Opens without blocking, because the path may become a pipe between the check and the opening. Windows has no such flag and no such pipes. */
const FLAGS = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

/**
 * Opens a regular file for reading and follows links. Throws Node's errors, and for a folder, pipe, socket or device an error
 * that `isUnusable` recognises. `accessProblem` turns all of them into words.
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

/** The bytes of a regular file of at most `most` bytes. Throws as `openUserFile`. A larger file throws before it is read. */
export async function readUserFile(path: string, most: number): Promise<Buffer> {
  await using handle = await openUserFile(path);
  const { size } = await handle.stat();
  if (size > most) throw unusable(`it has ${size} bytes, and at most ${most} are read at once`);
  return await readAt(handle, 0, size);
}

/** Limit for text files that people write (plans, preprocessings, lists of names), which are far smaller. */
const MOST_TEXT_BYTES = 2 ** 26;

/** The text of a regular UTF-8 file. Throws as `readUserFile`, also if the file has more than `most` bytes. */
export const readUserText = async (path: string, most = MOST_TEXT_BYTES): Promise<string> =>
  (await readUserFile(path, most)).toString('utf8');

/** Up to `length` bytes from `position` on; fewer if the file ends earlier. */
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
