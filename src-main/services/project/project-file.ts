/** Which of the files that a person names are projects, without opening one. */
import { openUserFile } from '../../files/user-file.ts';

const SQLITE_MAGIC = 'SQLite format 3\0';

/** True for a file that is a project by its name or its first bytes (what is wrong with it is for opening it to say). */
export async function isProjectFile(path: string): Promise<boolean> {
  return path.endsWith('.spikeloom') || isDatabase(path);
}

/** True for a database by its first bytes. */
export async function isDatabase(path: string): Promise<boolean> {
  try {
    await using file = await openUserFile(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SQLITE_MAGIC.length), 0);
    return buffer.toString('latin1', 0, bytesRead) === SQLITE_MAGIC;
  } catch {
    return false;
  }
}
