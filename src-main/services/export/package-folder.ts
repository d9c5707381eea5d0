/**
 * The place of a package. Files are written into a temporary folder beside it, which is renamed when the package is complete. An
 * export that fails or is cancelled leaves nothing behind; what a killed one leaves is removed by the next export there.
 */
import { access, constants, type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { zipSync } from 'fflate';
import { accessProblem, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { manifestSchema } from '../../../src-shared/export/index.ts';
import { type Message, option, say } from '../../../src-shared/message/index.ts';
import { removeLeftovers, temporaryPath } from '../../runtime/temporary.ts';
import { kindOfTarget, unwritable } from '../output-target.ts';

export interface PackageFolder extends AsyncDisposable {
  /** Writes a file; its path is relative to the package. */
  write(path: string, content: Uint8Array): Promise<void>;
  /** Reads a file that was written. */
  read(path: string): Promise<Uint8Array>;
  /** Gives the package its name. Returns the path of the folder, or of the archive. Throws as `openPackageFolder`. */
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

/** The path of the folder or archive at a place. */
function targetOf({ out, zip }: Omit<PackagePlace, 'force'>): string {
  const plain = resolve(out);
  return zip && !plain.endsWith('.zip') ? `${plain}.zip` : plain;
}

/** Throws `output.unwritable` for a place without a folder to write into. */
async function requireParent(target: string): Promise<void> {
  const parent = dirname(target);
  if ((await kindOfTarget(parent)) !== 'folder') throw unwritable(target, `the folder ${parent} does not exist; make it first`);
  await access(parent, constants.W_OK).catch((cause: unknown) => {
    throw unwritable(target, accessProblem(cause), cause);
  });
}

/** Throws `output.exists` or `output.unwritable` if no package can be written at a place. Writes nothing. */
export async function checkPlace(place: PackagePlace): Promise<void> {
  const target = targetOf(place);
  await requireParent(target);
  await checkTarget(target, place.force);
}

/** Examines the place of a package: its present contents, and the reason if none can be written there. Writes nothing. */
export async function lookAtPlace(
  place: Omit<PackagePlace, 'force'>,
): Promise<{ path: string; taken: 'no' | 'package' | 'other'; problem: Message | null }> {
  const path = targetOf(place);
  try {
    await requireParent(path);
    const kind = await kindOfTarget(path);
    if (kind === 'absent') return { path, taken: 'no', problem: null };
    if (await isReplaceable(path, kind)) return { path, taken: 'package', problem: null };
    return { path, taken: 'other', problem: notAPackage(path).sentence };
  } catch (error) {
    if (!(error instanceof SpikeloomError)) throw error;
    return { path, taken: 'no', problem: error.sentence };
  }
}

/** Opens the place of a package. Throws `output.exists`, `output.unwritable`. */
export async function openPackageFolder({ out, zip, force }: PackagePlace): Promise<PackageFolder> {
  const target = targetOf({ out, zip });
  const parent = dirname(target);
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof SpikeloomError) throw cause;
      throw unwritable(target, accessProblem(cause), cause);
    }
  };
  await checkPlace({ out, zip, force });
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
        // Something may have been put there while the package was made.
        await checkPlace({ out, zip, force });
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
  if (!(await isReplaceable(target, kind))) throw notAPackage(target);
}

const isReplaceable = async (target: string, kind: 'folder' | 'other'): Promise<boolean> =>
  kind === 'folder' ? isPackage(target) : target.endsWith('.zip');

function notAPackage(target: string): SpikeloomError {
  const message = say`${target} is no package of Spikeloom, and ${option('force')} replaces only packages; choose another name`;
  return new SpikeloomError('output.exists', message, { at: { file: target, option: 'out' } });
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
