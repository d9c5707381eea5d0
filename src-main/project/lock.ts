/**
 * Allows one writer at a time. The lock is an open write transaction on an empty database beside the project (`.NAME.lock`).
 * SQLite locks that file through the operating system, so that the lock ends with the process, even after SIGKILL. The project
 * itself stays readable for everyone (WAL), which a lock on it would prevent. The empty file stays: if it were removed, two
 * programs could for a moment each lock a file of that name.
 */
import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { foreign } from './check-schema.ts';
import { sqliteCode } from './failures.ts';

/** The lock is held, with a function that releases it, or there is a reason why the project can only be read. */
export type WriteLock = { readonly release: () => void } | { readonly refused: string };

/** Name of the lock file of a project. */
export const lockPath = (path: string): string => join(dirname(path), `.${basename(path)}.lock`);

/** The garbage collector closes a database that nothing refers to, and its lock with it: held locks are referred to here. */
const held = new Set<Database.Database>();

/** Tries to become the writer of the project at `path`, without waiting. */
export function acquireWriteLock(path: string): WriteLock {
  // Holders of the lock write nothing into the file. A file of that name with contents came from elsewhere and is not given to
  // SQLite.
  const there = statSync(lockPath(path), { throwIfNoEntry: false });
  if (there && (!there.isFile() || there.size > 0)) throw foreign(path, `has a lock ${lockPath(path)} that is not an empty file`);
  let db: Database.Database | undefined;
  try {
    db = new Database(lockPath(path), { timeout: 0 });
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN IMMEDIATE');
    // This is never committed. It fails if the lock file can only be read, in which case BEGIN locks nothing.
    db.pragma('user_version = 1');
    const lock = db;
    held.add(lock);
    return {
      release: () => {
        lock.close();
        held.delete(lock);
      },
    };
  } catch (error) {
    db?.close();
    const code = sqliteCode(error);
    if (code === '') throw error;
    return { refused: code.startsWith('SQLITE_BUSY') ? 'another program has it open' : 'its folder cannot be written' };
  }
}
