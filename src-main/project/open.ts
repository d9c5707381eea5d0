/** Opens a project: decides who may write, and checks that the file is undamaged and of this version. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { checkSchema } from './check-schema.ts';
import { guarded } from './failures.ts';
import { canWrite, clearUpAfterReading, identify, openReadOnly, type Pages } from './identify.ts';
import { acquireWriteLock, type WriteLock } from './lock.ts';
import { migrate, versionOf } from './migrate.ts';
import { createProjectFunctions, type Project } from './project.ts';
import { MIGRATIONS } from './schema.ts';
import { createSession } from './session.ts';

export interface OpenOptions {
  /** Opens for reading only, so that other programs can write. */
  readonly readOnly?: boolean;
  /**
   * Id of this process's parent, if the parent has the project open for writing and lets this process write too. The parent keeps
   * the lock, and SQLite orders the writes. This process may not write any more after the parent has ended, since another program
   * may be the writer then.
   */
  readonly writer?: number | undefined;
  /** The file was checked a moment ago (`identifyProject`, in another thread): its pages are not read again. */
  readonly checked?: boolean;
}

/**
 * Checks the file at `path`, and reads the pages that are named. `current` says that it is of the newest format. Throws the errors of `openProject` for a file
 * that is not a project, or is damaged.
 */
export const identifyProject = (path: string, pages: Pages = 'all'): { readonly current: boolean } => ({
  current: identify(path, pages) === MIGRATIONS.length,
});

/**
 * Opens the project at `path`. If another program is writing it, or its folder cannot be written, it is opened for reading and
 * `readOnly` says why. Throws `project.missing`, `project.not-a-project`, `project.foreign`, `project.damaged`, `project.newer`.
 */
export function openProject(path: string, options: OpenOptions = {}): Project {
  const newest = MIGRATIONS.length;
  // This comes first, so that no lock file appears beside a file that is not a project.
  const version = identify(path, options.checked === true ? 'none' : 'all');
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

/** Opens a project and migrates it; the caller holds the write lock. `check` is called before anything is written to the file. */
export function openForWriting(path: string, check: (db: Database.Database) => void = () => {}): Database.Database {
  const db = new Database(path);
  try {
    check(db);
    db.pragma('journal_mode = WAL');
    // A commit survives the death of the process. A power cut may lose the last commits, but never damages the file.
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = ON');
    // A project may come from anyone: its schema cannot call functions with side effects.
    db.pragma('trusted_schema = OFF');
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
