/**
 * Files that were dropped on the window of a browser, each in a folder of its own in the user's folder. One that nothing was made from is
 * deleted after a while; together they may take so much and no more. A file named `.unused` beside an upload says that nothing was made of
 * it yet: an upload without it (of an older version, too) is kept for good, since a project may name it.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

const UNUSED = '.unused';
/** Lifetime of an upload that nothing was made from. */
const UNUSED_MS = 24 * 3600 * 1000;

/** Makes the folder of one upload. */
export async function newUploadFolder(uploads: string): Promise<string> {
  await mkdir(uploads, { recursive: true, mode: 0o700 });
  const own = await mkdtemp(join(uploads, 'upload-'));
  await writeFile(join(own, UNUSED), '', { mode: 0o600 });
  return own;
}

/** Something is made from the files at these paths: those that are uploads are kept from now on. */
export async function keepUploads(uploads: string, paths: readonly (string | null | undefined)[]): Promise<void> {
  for (const path of paths) {
    const [own, file] = relative(uploads, path ?? '').split(sep);
    if (own?.startsWith('upload-') && file !== undefined) await rm(join(uploads, own, UNUSED), { force: true });
  }
}

/** Deletes uploads that nothing was made from for a day. What cannot be deleted stays. */
export async function deleteUnusedUploads(uploads: string, now = Date.now()): Promise<void> {
  for (const own of await foldersIn(uploads)) {
    const marked = await stat(join(uploads, own, UNUSED)).catch(() => undefined);
    if (marked && now - marked.mtimeMs > UNUSED_MS)
      await rm(join(uploads, own), { recursive: true, force: true }).catch(() => {});
  }
}

/** Bytes of all uploads, kept ones included. */
export async function bytesOfUploads(uploads: string): Promise<number> {
  let bytes = 0;
  for (const own of await foldersIn(uploads)) {
    // One may be deleted meanwhile.
    for (const file of await readdir(join(uploads, own)).catch(() => []))
      bytes += (await stat(join(uploads, own, file)).catch(() => undefined))?.size ?? 0;
  }
  return bytes;
}

const foldersIn = async (uploads: string): Promise<string[]> =>
  existsSync(uploads) ? (await readdir(uploads)).filter((name) => name.startsWith('upload-')) : [];
