/**
 * The place of a package. Files are written into a temporary folder beside it, which is renamed when the package is complete. An
 * export that fails or is cancelled leaves nothing behind; what a killed one leaves is removed by the next export there.
 */
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { zipSync } from 'fflate';
import { accessProblem, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { manifestSchema } from '../../../src-shared/export/index.ts';
import { option, say } from '../../../src-shared/message/index.ts';
import { removeLeftovers, temporaryPath } from '../../runtime/temporary.ts';
import { kindOfTarget, unwritable } from '../output-target.ts';

export interface PackageFolder extends AsyncDisposable {
  /** Writes a file; its path is relative to the package. */
  write(path: string, content: Uint8Array): Promise<void>;
  /** Reads a file that was written. */
  read(path: string): Promise<Uint8Array>;
  /** Gives the package its name. Returns the path of the folder, or of the archive. */
  commit(): Promise<string>;
}

export interface PackagePlace {
  /** The folder of the package. With `zip`: the archive beside it, with `.zip` appended. */
  readonly out: string;
  readonly zip: boolean;
  /** Replace a package that is there. */
  readonly force: boolean;
}

/** The time of all files in an archive: the earliest that the format knows, so that equal packages are equal bytes. */
const NO_TIME = new Date(1980, 0, 1);

/** Opens the place of a package. Throws `output.exists`, `output.unwritable`. */
export async function openPackageFolder({ out, zip, force }: PackagePlace): Promise<PackageFolder> {
  const plain = resolve(out);
  const target = zip && !plain.endsWith('.zip') ? `${plain}.zip` : plain;
  const parent = dirname(target);
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof SpikeloomError) throw cause;
      throw unwritable(target, accessProblem(cause), cause);
    }
  };
  if ((await kindOfTarget(parent)) !== 'folder') throw unwritable(target, `the folder ${parent} does not exist; make it first`);
  await checkTarget(target, force);
  await removeLeftovers(parent);
  const scratch = temporaryPath(parent, basename(target));
  const archived = temporaryPath(parent, `${basename(target)}.archive`);
  await guarded(() => mkdir(scratch));
  const written: string[] = [];
  let open = true;
  return {
    write: (path, content) =>
      guarded(async () => {
        const file = join(scratch, path);
        await mkdir(dirname(file), { recursive: true });
        await writeWhole(file, content);
        written.push(path);
      }),
    read: (path) => readFile(join(scratch, path)),
    commit: () =>
      guarded(async () => {
        if (zip) await writeWhole(archived, await archiveOf(scratch, basename(target, '.zip'), written));
        await replace(target, zip ? archived : scratch);
        open = zip;
        return target;
      }),
    async [Symbol.asyncDispose]() {
      if (open) await rm(scratch, { recursive: true, force: true });
      await rm(archived, { force: true });
    },
  };
}

/** Writes a file so that it is on the disk when this returns. */
async function writeWhole(path: string, content: Uint8Array): Promise<void> {
  await using file: FileHandle = await open(path, 'wx');
  await file.writeFile(content);
  await file.sync();
}

/** The files of a folder as an archive, in the order of their names, below a folder `name`. */
async function archiveOf(folder: string, name: string, files: readonly string[]): Promise<Uint8Array> {
  const entries: Record<string, Uint8Array> = {};
  for (const path of files.toSorted()) entries[`${name}/${path}`] = await readFile(join(folder, path));
  return zipSync(entries, { mtime: NO_TIME });
}

/** Renames to the target. A package that is there is moved away first, and comes back if that fails. */
async function replace(target: string, whole: string): Promise<void> {
  const old = temporaryPath(dirname(target), `${basename(target)}.old`);
  const exists = (await kindOfTarget(target)) !== 'absent';
  if (exists) await rename(target, old);
  try {
    await rename(whole, target);
  } catch (error) {
    if (exists) await rename(old, target);
    throw error;
  }
  if (exists) await rm(old, { recursive: true, force: true });
}

/** Only a package is replaced: a folder of something else is never removed. */
async function checkTarget(target: string, force: boolean): Promise<void> {
  const kind = await kindOfTarget(target);
  if (kind === 'absent') return;
  if (!force) {
    const message = say`${target} is there already; choose another name, or replace it with ${option('force')}`;
    throw new SpikeloomError('output.exists', message, { at: { file: target, option: 'out' } });
  }
  if (kind === 'folder' ? await isPackage(target) : target.endsWith('.zip')) return;
  const message = say`${target} is no package of Spikeloom, and ${option('force')} replaces only packages; choose another name`;
  throw new SpikeloomError('output.exists', message, { at: { file: target, option: 'out' } });
}

/** The fields by which a package of any version is known. */
const packageSchema = manifestSchema.pick({ spikeloom: true, format: true, files: true }).loose();

/** True for an empty folder, and for one with the manifest of a package. */
async function isPackage(folder: string): Promise<boolean> {
  try {
    if ((await readdir(folder)).length === 0) return true;
    const text = await readFile(join(folder, 'manifest.json'), 'utf8');
    return packageSchema.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
