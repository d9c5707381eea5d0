/**
 * Files that were dropped on a browser window, each in a folder of its own in the user's folder. An upload that no project used
 * is deleted after a day, and the total size is limited. A file named `.unused` beside an upload marks it as not used yet. An
 * upload without this mark (also one of an older version) is kept for good, since a project may name it.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

const UNUSED = '.unused';
/** Lifetime of an unused upload. */
const UNUSED_MS = 24 * 3600 * 1000;

/** Makes the folder of one upload. */
export async function newUploadFolder(uploads: string): Promise<string> {
  await mkdir(uploads, { recursive: true, mode: 0o700 });
  const own = await mkdtemp(join(uploads, 'upload-'));
  await writeFile(join(own, UNUSED), '', { mode: 0o600 });
  return own;
}

/** Keeps the uploads among these paths for good, because a project uses them. */
export async function keepUploads(uploads: string, paths: readonly (string | null | undefined)[]): Promise<void> {
  for (const path of paths) {
    const [own, file] = relative(uploads, path ?? '').split(sep);
    if (own?.startsWith('upload-') && file !== undefined) await rm(join(uploads, own, UNUSED), { force: true });
  }
}

/** Deletes uploads that have been unused for a day. Files that cannot be deleted stay. */
export async function deleteUnusedUploads(uploads: string, now = Date.now()): Promise<void> {
  for (const own of await foldersIn(uploads)) {
    const marked = await stat(join(uploads, own, UNUSED)).catch(() => undefined);
    if (marked && now - marked.mtimeMs > UNUSED_MS)
      await rm(join(uploads, own), { recursive: true, force: true }).catch(() => {});
  }
}

/** Total size of all uploads in bytes, including the kept ones. */
export async function bytesOfUploads(uploads: string): Promise<number> {
  let bytes = 0;
  for (const own of await foldersIn(uploads)) {
    // A file may be deleted in the meantime.
    for (const file of await readdir(join(uploads, own)).catch(() => []))
      bytes += (await stat(join(uploads, own, file)).catch(() => undefined))?.size ?? 0;
  }
  return bytes;
}

const foldersIn = async (uploads: string): Promise<string[]> =>
  existsSync(uploads) ? (await readdir(uploads)).filter((name) => name.startsWith('upload-')) : [];
