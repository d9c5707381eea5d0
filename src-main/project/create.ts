/** Making a project: written under another name beside its place and moved there when complete, so that nobody ever sees half of it. */
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
  /** Replace the project that is already there. Anything that is not a project is never replaced. */
  readonly overwrite?: boolean;
}

/**
 * Makes the project at `path` with what `fill` writes into it; if `fill` throws, nothing is left behind. Returns what `fill`
 * returns. Throws `output.unwritable` where it cannot be written or something is in the way, `project.read-only` where
 * another program has the project open that is to be replaced.
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
        // Closing moves the write-ahead log into the file: from here on it is one file.
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

/** Nothing may be at the path but a project that is to be replaced. */
function checkPlace(path: string, overwrite: boolean): void {
  if (!existsSync(path)) return;
  if (!overwrite) throw unwritable(path, 'it exists already; choose another name or ask for it to be replaced');
  try {
    identify(path, true);
  } catch (error) {
    throw unwritable(
      path,
      'something that is not a whole Spikeloom project is there and is not replaced; remove it or choose another name',
      error,
    );
  }
}

function moveIntoPlace(temporary: string, path: string): void {
  // Only a project that is there can be open somewhere.
  const lock = existsSync(path) ? acquireWriteLock(path) : undefined;
  if (lock && 'refused' in lock) {
    throw new SpikeloomError('project.read-only', `${path} cannot be replaced: ${lock.refused}; close it there first.`, {
      at: { file: path },
    });
  }
  try {
    // A log left by a killed program belongs to the old file: emptied into it here, it cannot be taken for the new one's.
    if (existsSync(`${path}-wal`)) guarded(path, () => emptyLog(path));
    rmSync(`${path}-wal`, { force: true });
    rmSync(`${path}-shm`, { force: true });
    sync(temporary);
    renameSync(temporary, path);
    // Windows opens no folders; there the name is on the disk when the system writes it.
    if (process.platform !== 'win32') sync(dirname(path));
  } catch (error) {
    throw error instanceof SpikeloomError ? error : unwritable(path, messageOf(error), error);
  } finally {
    lock?.release();
  }
}

/** Moves what a database's write-ahead log holds into its file. */
function emptyLog(path: string): void {
  const db = new Database(path);
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

/** Waits until a file, or the names in a folder, are on the disk. */
function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Removes what programs that were killed while they made this project left beside its place. */
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
