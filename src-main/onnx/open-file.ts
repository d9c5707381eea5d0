/** Opening what a model names: files only. A pipe would be waited for, and a device has no end. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Not there on Windows, whose pipes have other paths than files. */
const { O_NONBLOCK = 0 } = constants as { readonly O_NONBLOCK?: number };

/** The file at `path`, open for reading; undefined where it is something else. Throws what the system says of a file that cannot be opened. */
export async function openFile(path: string): Promise<FileHandle | undefined> {
  const handle = await open(path, constants.O_RDONLY | O_NONBLOCK);
  // Asked of what is open, so that nothing can take its place in between.
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  return undefined;
}
