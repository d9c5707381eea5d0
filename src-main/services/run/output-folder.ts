/**
 * The folder that receives a command's results, all of them or none. Files are written under temporary names and renamed when all
 * are complete. A command that fails or is cancelled leaves the folder unchanged.
 */
import { type FileHandle, mkdir, open, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf } from '../../../src-shared/errors/index.ts';
import { say } from '../../../src-shared/message/index.ts';
import { removeLeftovers, temporaryPath } from '../../runtime/temporary.ts';
import { kindOfTarget, unwritable } from '../output-target.ts';
import { type ArraySpool, openSpool } from './spool.ts';

export interface OutputFolder extends AsyncDisposable {
  /** Starts an array that will become the file `name`. `steps`: T, or undefined for an array without a time axis. */
  array(name: string, steps: number | undefined, sample: readonly number[]): Promise<ArraySpool>;
  /** Writes all arrays, then `texts` (file name → content), and renames them to their final names. */
  commit(texts: Readonly<Record<string, string>>): Promise<void>;
}

/**
 * Opens the folder at `path`. If it does not exist, `commit` creates it; its parent must exist. Throws `output.unwritable` at
 * once if nothing can be written there.
 */
export async function openOutputFolder(path: string): Promise<OutputFolder> {
  const existing = await kindOfTarget(path);
  if (existing === 'other') throw unwritable(path, 'it is not a folder; choose another name');
  const parent = dirname(join(path, '.'));
  if (existing === 'absent' && (await kindOfTarget(parent)) !== 'folder') {
    throw unwritable(path, `the folder ${parent} does not exist; make it first`);
  }
  // Until `commit`, all data lies in unnamed files on the same disk as the folder, with the same permissions.
  const scratch = existing === 'folder' ? path : parent;
  for (const folder of new Set([path, scratch])) await removeLeftovers(folder);
  const arrays = new Map<string, ArraySpool>();
  const probe = await spool(path, temporaryPath(scratch, 'probe'), 1, []);
  await probe[Symbol.asyncDispose]();
  return {
    async array(name, steps, sample) {
      const array = await spool(path, temporaryPath(scratch, name), steps, sample);
      arrays.set(name, array);
      return array;
    },
    commit: (texts) => commit(path, existing === 'absent', arrays, texts),
    async [Symbol.asyncDispose]() {
      for (const array of arrays.values()) await array[Symbol.asyncDispose]();
    },
  };
}

async function commit(
  path: string,
  make: boolean,
  arrays: ReadonlyMap<string, ArraySpool>,
  texts: Readonly<Record<string, string>>,
): Promise<void> {
  const written: string[] = [];
  const write = async (name: string, fill: (file: FileHandle) => Promise<unknown>): Promise<void> => {
    await using file = await open(temporaryPath(path, name), 'w');
    written.push(name);
    await fill(file);
    await file.sync();
  };
  try {
    if (make) await mkdir(path);
    for (const [name, array] of arrays) await write(name, (file) => array.writeNpy(file));
    for (const [name, text] of Object.entries(texts)) await write(name, (file) => file.writeFile(text));
    for (const name of written) await rename(temporaryPath(path, name), join(path, name));
  } catch (cause) {
    for (const name of written) await rm(temporaryPath(path, name), { force: true });
    if (make) await rmdir(path).catch(() => {});
    throw unwritable(path, say`${messageOf(cause)}; check the disk's space and permissions`, cause);
  }
}

async function spool(path: string, temporary: string, steps: number | undefined, sample: readonly number[]): Promise<ArraySpool> {
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      throw unwritable(path, say`${messageOf(cause)}; check the permissions of the folder and the space on the disk`, cause);
    }
  };
  const array = await guarded(() => openSpool(temporary, steps, sample));
  return { ...array, add: (data, samples) => guarded(() => array.add(data, samples)) };
}

/**
 * File names for the arrays of a network's outputs: `logits.npy` for one output, `logits.NAME.npy` for each of several.
 * Characters that a file name cannot have are replaced, and a number is added if two names would become equal.
 */
export function arrayNames(stem: string, outputs: readonly string[]): string[] {
  if (outputs.length === 1) return [`${stem}.npy`];
  const plain = outputs.map((output) => output.replaceAll(/[^\w.:-]/g, '_'));
  return plain.map((name, index) => {
    const before = plain.slice(0, index).filter((other) => other === name).length;
    return `${stem}.${name}${before === 0 ? '' : `.${before + 1}`}.npy`;
  });
}
