/**
 * Makes a project. It is written under another name beside its place and moved there when it is complete, so that nobody ever
 * sees half of it.
 */
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import { type Message, say } from '../../src-shared/message/index.ts';
import { isAlive } from '../runtime/is-alive.ts';
import { guarded } from './failures.ts';
import { identify } from './identify.ts';
import { acquireWriteLock } from './lock.ts';
import { openForWriting } from './open.ts';
import { createProjectFunctions, type Project } from './project.ts';
import { createSession } from './session.ts';

export interface CreateOptions {
  /** Replaces a project that is already there. A file that is not a project is never replaced. */
  readonly overwrite?: boolean;
}

/**
 * Makes the project at `path`. `fill` writes its contents; if it throws, nothing is left behind. Returns the result of `fill`.
 * Throws `output.unwritable` if the project cannot be written or another file is in its place, and `project.read-only` if the
 * project to be replaced is open in another program.
 */
export function createProject<T>(path: string, fill: (project: Project) => T, options: CreateOptions = {}): T {
  const folder = dirname(path);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw unwritable(path, `the folder ${folder} does not exist; make it first`);
  }
  checkPlace(path, options.overwrite ?? false);
  removeLeftovers(path);
  const temporary = join(folder, `.${basename(path)}.${process.pid}.tmp`);
  removeDatabase(temporary);
  try {
    const db = openTemporary(temporary, path);
    const project = createProjectFunctions(createSession(db, path, undefined), () => db.close());
    const result = guarded(path, () => {
      try {
        return fill(project);
      } finally {
        // Closing moves the write-ahead log into the file: after that the project is one file.
        project.close();
      }
    });
    moveIntoPlace(temporary, path);
    return result;
  } finally {
    removeDatabase(temporary);
  }
}

function openTemporary(temporary: string, path: string): Database.Database {
  try {
    return openForWriting(temporary);
  } catch (error) {
    throw unwritable(path, say`${messageOf(error)}; check the permissions of the folder and the space on the disk`, error);
  }
}

/** Throws if anything is at the path but a project that is to be replaced. */
function checkPlace(path: string, overwrite: boolean): void {
  if (!existsSync(path)) return;
  if (!overwrite) throw unwritable(path, 'it exists already; choose another name or ask for it to be replaced');
  try {
    identify(path, 'all');
  } catch (error) {
    throw unwritable(
      path,
      'something that is not a whole Spikeloom project is there and is not replaced; remove it or choose another name',
      error,
    );
  }
}

function moveIntoPlace(temporary: string, path: string): void {
  // Only an existing project can be open in another program.
  const lock = existsSync(path) ? acquireWriteLock(path) : undefined;
  if (lock && 'refused' in lock) {
    throw new SpikeloomError('project.read-only', `${path} cannot be replaced: ${lock.refused}; close it there first.`, {
      at: { file: path },
    });
  }
  try {
    // A log that a killed program left belongs to the old file. It is moved into the old file here, so that it cannot be taken
    // for the new file's log.
    if (existsSync(`${path}-wal`)) guarded(path, () => emptyLog(path));
    rmSync(`${path}-wal`, { force: true });
    rmSync(`${path}-shm`, { force: true });
    sync(temporary);
    renameSync(temporary, path);
    // Windows cannot open folders. There the system decides when a name is on the disk.
    if (process.platform !== 'win32') sync(dirname(path));
  } catch (error) {
    throw error instanceof SpikeloomError ? error : unwritable(path, messageOf(error), error);
  } finally {
    lock?.release();
  }
}

/** Moves the contents of a database's write-ahead log into its file. */
function emptyLog(path: string): void {
  const db = new Database(path);
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

/** Waits until a file, or the list of names in a folder, is on the disk. */
function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Removes files that killed programs left beside the place while they made this project. */
function removeLeftovers(path: string): void {
  const [before, after] = [`.${basename(path)}.`, '.tmp'];
  for (const name of readdirSync(dirname(path))) {
    const pid = name.startsWith(before) && name.endsWith(after) ? name.slice(before.length, -after.length) : '';
    if (/^\d+$/.test(pid) && !isAlive(Number(pid))) removeDatabase(join(dirname(path), name));
  }
}

function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${suffix}`, { force: true });
}

const unwritable = (path: string, why: Message, cause?: unknown): SpikeloomError =>
  new SpikeloomError('output.unwritable', say`${path} cannot be written: ${why}.`, { at: { file: path }, cause });
