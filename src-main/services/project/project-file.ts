/** Tells which files are projects, without opening them. */
import { openUserFile } from '../../files/user-file.ts';

const SQLITE_MAGIC = 'SQLite format 3\0';

/** True if the name or the first bytes of a file mark it as a project. Opening it reports what is wrong with it. */
export async function isProjectFile(path: string): Promise<boolean> {
  return path.endsWith('.spikeloom') || isDatabase(path);
}

/** True if the first bytes of a file mark it as a database. */
export async function isDatabase(path: string): Promise<boolean> {
  try {
    await using file = await openUserFile(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SQLITE_MAGIC.length), 0);
    return buffer.toString('latin1', 0, bytesRead) === SQLITE_MAGIC;
  } catch {
    return false;
  }
}
