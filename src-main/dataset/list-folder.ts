/** Lists a folder of samples. Hidden files and files of the system are left out, and a link counts as its target. */
import type { Dirent, Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { unreadable } from './sample-file.ts';

export interface FolderEntry {
  /** Name as spelled in the folder. */
  readonly name: string;
  readonly path: string;
  /** `system`: a folder that the operating system made. `dangling`: a link to a missing target. `other`: a pipe, a socket or a device. */
  readonly kind: 'folder' | 'file' | 'system' | 'dangling' | 'other';
}

/**
 * Names, in lower case, of files and folders that operating systems make: thumbnails and settings of Windows, resource forks of
 * macOS, indexes of network disks.
 */
const SYSTEM_NAMES: ReadonlySet<string> = new Set([
  ...['thumbs.db', 'ehthumbs.db', 'desktop.ini', '$recycle.bin', 'system volume information'],
  ...['__macosx', 'icon\r', '@eadir', 'lost+found'],
]);

const isSystemName = (name: string): boolean => SYSTEM_NAMES.has(name.toLowerCase());

/** The visible entries of a folder, without files of the system, in byte order. Throws `dataset.not-found`. */
export async function listFolder(folder: string): Promise<FolderEntry[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    throw unreadable(folder, cause);
  }
  const visible = entries.filter((entry) => !entry.name.startsWith('.') && !(isSystemName(entry.name) && !entry.isDirectory()));
  const kinds = await Promise.all(
    visible.map(async (entry): Promise<FolderEntry> => {
      const path = join(folder, entry.name);
      if (isSystemName(entry.name)) return { name: entry.name, path, kind: 'system' };
      const target = entry.isSymbolicLink() ? await stat(path).catch(() => undefined) : entry;
      return { name: entry.name, path, kind: target === undefined ? 'dangling' : kindOf(target) };
    }),
  );
  return kinds.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}

const kindOf = (found: Dirent | Stats): FolderEntry['kind'] =>
  found.isDirectory() ? 'folder' : found.isFile() ? 'file' : 'other';
