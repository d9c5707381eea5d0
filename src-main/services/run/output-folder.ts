/**
 * The folder a command writes its results to: complete or not at all. Files are written under temporary names and get their
 * own when all of them are complete; a cancelled or failed command leaves the folder as it was.
 */
import { type FileHandle, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { accessProblem, messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type Message, say } from '../../../src-shared/message/index.ts';
import { isAlive } from '../../runtime/is-alive.ts';
import { type ArraySpool, openSpool } from './spool.ts';

export interface OutputFolder extends AsyncDisposable {
  /** An array that will be `NAME` in the folder. `steps` undefined: without a time axis. */
  array(name: string, steps: number | undefined, sample: readonly number[]): Promise<ArraySpool>;
  /** Writes all arrays and `texts` (name → content), the texts last, and gives them their names. */
  commit(texts: Readonly<Record<string, string>>): Promise<void>;
}

const TEMPORARY = /^\.(?:.+)\.(\d+)\.spikeloom-tmp$/;
const temporaryName = (folder: string, name: string): string => join(folder, `.${name}.${process.pid}.spikeloom-tmp`);

/**
 * The folder at `path`; it is made on commit where it does not exist, its parent must. Throws `output.unwritable` at once
 * where nothing can be written there.
 */
export async function openOutputFolder(path: string): Promise<OutputFolder> {
  const existing = await kindOf(path);
  if (existing === 'other') throw unwritable(path, 'it is not a folder; choose another name');
  const parent = dirname(join(path, '.'));
  if (existing === 'absent' && (await kindOf(parent)) !== 'folder') {
    throw unwritable(path, `the folder ${parent} does not exist; make it first`);
  }
  // Until the end, everything lies in nameless files beside where it will be: on the same disk, with the same permissions.
  const scratch = existing === 'folder' ? path : parent;
  for (const folder of new Set([path, scratch])) await removeLeftovers(folder);
  const arrays = new Map<string, ArraySpool>();
  const probe = await spool(path, temporaryName(scratch, 'probe'), 1, []);
  await probe[Symbol.asyncDispose]();
  return {
    async array(name, steps, sample) {
      const array = await spool(path, temporaryName(scratch, name), steps, sample);
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
    await using file = await open(temporaryName(path, name), 'w');
    written.push(name);
    await fill(file);
    await file.sync();
  };
  try {
    if (make) await mkdir(path);
    for (const [name, array] of arrays) await write(name, (file) => array.writeNpy(file));
    for (const [name, text] of Object.entries(texts)) await write(name, (file) => file.writeFile(text));
    for (const name of written) await rename(temporaryName(path, name), join(path, name));
  } catch (cause) {
    for (const name of written) await rm(temporaryName(path, name), { force: true });
    if (make) await rmdir(path).catch(() => {});
    throw unwritable(path, say`${messageOf(cause)}; check the disk's space and permissions`, cause);
  }
}

/**
 * Removes what commands that were killed while they gave files their names left in a folder: temporary files of processes
 * that are no more (or of this one, where its worker was ended).
 */
export async function removeLeftovers(path: string): Promise<void> {
  const names = await readdir(path).catch(() => []);
  for (const name of names) {
    const pid = Number(TEMPORARY.exec(name)?.[1]);
    if (pid > 0 && (pid === process.pid || !isAlive(pid))) await rm(join(path, name), { force: true }).catch(() => {});
  }
}

async function kindOf(path: string): Promise<'folder' | 'other' | 'absent'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'other';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'absent';
    throw unwritable(path, accessProblem(error), error);
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

const unwritable = (path: string, why: Message, cause?: unknown): SpikeloomError =>
  new SpikeloomError('output.unwritable', say`${path} cannot be written: ${why}.`, { at: { file: path, option: 'out' }, cause });

/**
 * Names of the arrays of a network's outputs: `logits.npy`, or `logits.NAME.npy` for each of several; a name that a file cannot
 * have is changed as little as needed, and numbered where two would become the same.
 */
export function arrayNames(stem: string, outputs: readonly string[]): string[] {
  if (outputs.length === 1) return [`${stem}.npy`];
  const plain = outputs.map((output) => output.replaceAll(/[^\w.:-]/g, '_'));
  return plain.map((name, index) => {
    const before = plain.slice(0, index).filter((other) => other === name).length;
    return `${stem}.${name}${before === 0 ? '' : `.${before + 1}`}.npy`;
  });
}
