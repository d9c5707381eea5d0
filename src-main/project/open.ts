/** Opening a project: who may write, is it whole, is it of this version. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { checkSchema } from './check-schema.ts';
import { guarded } from './failures.ts';
import { canWrite, clearUpAfterReading, identify, openReadOnly } from './identify.ts';
import { acquireWriteLock, type WriteLock } from './lock.ts';
import { migrate, versionOf } from './migrate.ts';
import { createProjectFunctions, type Project } from './project.ts';
import { MIGRATIONS } from './schema.ts';
import { createSession } from './session.ts';

export interface OpenOptions {
  /** Open for reading only, leaving others free to write. */
  readonly readOnly?: boolean;
  /**
   * Id of this process's parent, where that has the project open for writing and lets this process write, too: the lock stays
   * with the parent, SQLite orders the writes. Ends with the parent, since another program may be the writer from then on.
   */
  readonly writer?: number | undefined;
  /** The file was found whole just now (`identifyProject`, in another thread): that is not looked at again. */
  readonly checked?: boolean;
}

/**
 * Looks at the file at `path`, all of it; `current` where it is of the newest format. Throws what `openProject` throws for one that is no
 * project, or not a whole one.
 */
export const identifyProject = (path: string): { readonly current: boolean } => ({
  current: identify(path, true) === MIGRATIONS.length,
});

/**
 * Opens the project at `path`. Where another program is writing it, or its folder cannot be written, it is opened for
 * reading and `readOnly` says why. Throws `project.missing`, `project.not-a-project`, `project.foreign`, `project.damaged`,
 * `project.newer`.
 */
export function openProject(path: string, options: OpenOptions = {}): Project {
  const newest = MIGRATIONS.length;
  // First of all, so that no lock file appears beside something that is no project.
  const version = identify(path, options.checked !== true);
  if (options.writer !== undefined && version === newest) return openForChild(path, options.writer);
  const lock: WriteLock = options.readOnly ? { refused: 'it was opened for reading only' } : lockToWrite(path);
  if ('refused' in lock) {
    if (version < newest) {
      const message = `${path} is of an older format and must be brought up to date, but ${lock.refused}; open it once for writing.`;
      throw new SpikeloomError('project.read-only', message, { at: { file: path } });
    }
    const logged = existsSync(`${path}-wal`);
    const db = guarded(path, () => openReadOnly(path));
    checkOpened(db, path);
    const close = (): void => {
      db.close();
      clearUpAfterReading(path, logged);
    };
    return createProjectFunctions(createSession(db, path, lock.refused), close);
  }
  try {
    const db = guarded(path, () => openForWriting(path, (opened) => checkOpened(opened, path)));
    const close = (): void => {
      db.close();
      lock.release();
    };
    return createProjectFunctions(createSession(db, path, undefined), close);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The reason why the project at `path` cannot be written now; undefined if it can. */
export function writeProblem(path: string): string | undefined {
  const lock = lockToWrite(path);
  if ('refused' in lock) return lock.refused;
  lock.release();
  return undefined;
}

function openForChild(path: string, writer: number): Project {
  const ended = (): string | undefined => (process.ppid === writer ? undefined : 'the program that had it open has ended');
  const db = guarded(path, () => openForWriting(path, (opened) => checkOpened(opened, path)));
  return createProjectFunctions(createSession(db, path, ended(), ended), () => db.close());
}

function lockToWrite(path: string): WriteLock {
  if (!canWrite(path)) return { refused: 'its file cannot be written' };
  if (!canWrite(dirname(path))) return { refused: 'its folder cannot be written' };
  return acquireWriteLock(path);
}

/** Checks the schema again, on the connection that is used: the file that `identify` saw may have been replaced meanwhile. */
function checkOpened(db: Database.Database, path: string): void {
  try {
    checkSchema(db, path, versionOf(db));
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens and brings up to date; the caller holds the write lock. `check` sees the file before anything is written to it. */
export function openForWriting(path: string, check: (db: Database.Database) => void = () => {}): Database.Database {
  const db = new Database(path);
  try {
    check(db);
    db.pragma('journal_mode = WAL');
    // A commit survives the death of the process at once; a power cut may lose the last ones, never the file.
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = ON');
    // A project may come from anyone: functions with side effects are closed to its schema.
    db.pragma('trusted_schema = OFF');
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
