/** Calls about files of this machine: the list from which a window chooses if the host has no file dialog of its own. */
import { type Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { FileList } from '../../../src-shared/contract/index.ts';
import { accessProblem, SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { Context } from '../context.ts';
import type { Handlers } from '../types.ts';

export function filesPart({ options }: Context): Pick<Handlers, 'files.list' | 'files.choose'> {
  return {
    'files.list': ({ folder }) => list(resolve(folder)),
    'files.choose': async ({ purpose, suggested }) => {
      if (options.choose) return { path: await options.choose(purpose, suggested) };
      throw new SpikeloomError('option.invalid', 'This host has no file dialog of the system; the window shows its own.');
    },
  };
}

type Entry = FileList['entries'][number];

/** Lists the folder at `path`, or the folder of the file at `path`. Throws `files.unreadable`. */
async function list(path: string): Promise<FileList> {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  return isFile ? listFolder(dirname(path), basename(path)) : listFolder(path, null);
}

/** Lists folders first, then files, by name. Hidden entries and special files are left out. Throws `files.unreadable`. */
async function listFolder(folder: string, file: string | null): Promise<FileList> {
  let found: Dirent[];
  try {
    found = await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    const message = `${folder} cannot be read: ${accessProblem(cause)}.`;
    throw new SpikeloomError('files.unreadable', message, { at: { file: folder }, cause });
  }
  const visible = found.filter(({ name }) => !name.startsWith('.'));
  const entries = (await Promise.all(visible.map(({ name }) => entryOf(folder, name)))).filter((entry) => entry !== undefined);
  const order = new Intl.Collator('en', { numeric: true });
  const parent = dirname(folder);
  return {
    folder,
    parent: parent === folder ? null : parent,
    file,
    entries: entries.sort((a, b) => (a.kind === b.kind ? order.compare(a.name, b.name) : a.kind === 'folder' ? -1 : 1)),
  };
}

/** An entry of a list. A link counts as its target; a broken link gives undefined. */
async function entryOf(folder: string, name: string): Promise<Entry | undefined> {
  try {
    const found = await stat(join(folder, name));
    if (found.isDirectory()) return { name, kind: 'folder', size: 0 };
    return found.isFile() ? { name, kind: 'file', size: found.size } : undefined;
  } catch {
    return undefined;
  }
}
