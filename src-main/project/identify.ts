/**
 * Examines a file before it is opened for writing. It must be a project with Spikeloom's own schema, undamaged, and not newer
 * than this program.
 */
import { accessSync, constants, existsSync, readFileSync, statSync, type Stats } from 'node:fs';
import { basename } from 'node:path';
import Database from 'better-sqlite3';
import { accessProblem, SpikeloomError } from '../../src-shared/errors/index.ts';
import { checkSchema, foreign } from './check-schema.ts';
import { guarded, sqliteCode } from './failures.ts';
import { versionOf } from './migrate.ts';
import { APPLICATION_ID, MIGRATIONS } from './schema.ts';

/**
 * Opens a project file for reading only, also in a folder that cannot be written. Throws SQLite's errors. The file must not be
 * read by other means while SQLite may have it open: closing any descriptor of a file drops the process's locks on it.
 */
export function openReadOnly(path: string): Database.Database {
  if (!canWrite(path) && !existsSync(`${path}-wal`)) return openInMemory(path);
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
    // SQLite opens a file only when it is first read.
    db.pragma('application_id');
    return db;
  } catch (error) {
    db?.close();
    // In a folder that cannot be written, SQLite cannot share the file with a writer. If there is no writer, a copy in memory is
    // enough.
    if (!/^SQLITE_(READONLY|CANTOPEN)/.test(sqliteCode(error)) || existsSync(`${path}-wal`)) throw error;
    return openInMemory(path);
  }
}

function openInMemory(path: string): Database.Database {
  const bytes = readFileSync(path);
  // Bytes 18 and 19 of the header say "write-ahead log", which a database in memory does not have.
  bytes.fill(1, 18, 20);
  return new Database(bytes, { readonly: true });
}

/** True if this program may write a file or folder. */
export function canWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Removes the log and its index that reading has made beside a database: SQLite removes them only when the last connection that
 * closes may write. `wasThere` says that they were there before and may have contents.
 */
export function clearUpAfterReading(path: string, wasThere: boolean): void {
  if (wasThere || !existsSync(`${path}-wal`) || !canWrite(path)) return;
  try {
    const db = new Database(path, { fileMustExist: true });
    try {
      db.pragma('user_version');
    } finally {
      db.close();
    }
  } catch {
    // They are empty, and the next program that writes removes them.
  }
}

/** The file at a path; undefined if there is none. Throws `project.missing` for a path that no file can have. */
function lookAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    throw new SpikeloomError('project.missing', `${path} cannot be read: ${accessProblem(cause)}.`, {
      at: { file: path },
      cause,
    });
  }
}

/** The part of a file that is read besides its schema: none, every table except those that grow with the samples and layers of runs, or every page. */
export type Pages = 'none' | 'few' | 'all';

/** The tables that `few` leaves out. What is read of them is checked when it is read. */
const LARGE = ['run_batches', 'run_records', 'run_reports', 'run_spikes'];

/**
 * Checks the file at `path` and returns the version of its format. Reading pages takes longer.
 * Throws `project.missing`, `project.not-a-project`, `project.foreign`, `project.damaged` or `project.newer`; changes nothing.
 */
export function identify(path: string, pages: Pages): number {
  const fail = (code: 'project.missing' | 'project.not-a-project' | 'project.newer', message: string): never => {
    throw new SpikeloomError(code, message, { at: { file: path } });
  };
  const stats = lookAt(path);
  if (!stats) return fail('project.missing', `${path} does not exist; check the path, or convert a model to make it.`);
  if (!stats.isFile())
    return fail('project.not-a-project', `${path} is not a file; name a .spikeloom file that was made from a model.`);
  try {
    accessSync(path, constants.R_OK);
  } catch {
    return fail('project.missing', `${path} cannot be read: permission denied; check the permissions of the file.`);
  }
  checkNeighbours(path);
  // This comes before opening, which makes an empty log.
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  try {
    return guarded(path, () => {
      const db = openReadOnly(path);
      try {
        if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
          fail('project.not-a-project', `${path} is not a Spikeloom project; name a .spikeloom file that was made from a model.`);
        }
        const version = versionOf(db);
        if (version > MIGRATIONS.length) {
          const versions = `format ${version}, this program knows up to ${MIGRATIONS.length}`;
          fail('project.newer', `${path} was written by a newer Spikeloom (${versions}); update Spikeloom to open it.`);
        }
        // This comes before anything is read from a table: until here the schema may be anyone's.
        checkSchema(db, path, version);
        if (pages !== 'none') checkIntegrity(db, path, (log?.size ?? 0) > 0, pages);
        return version;
      } finally {
        db.close();
      }
    });
  } finally {
    clearUpAfterReading(path, log !== undefined);
  }
}

/**
 * Checks the files beside a database that SQLite takes for its own. SQLite would apply a rollback journal at the first write,
 * after all checks. Spikeloom never writes one, so that a journal comes from another program and is refused. A log is read as a
 * part of the file.
 */
function checkNeighbours(path: string): void {
  for (const suffix of ['-wal', '-shm', '-journal']) {
    const found = statSync(`${path}${suffix}`, { throwIfNoEntry: false });
    if (found?.isFile() === false) throw foreign(path, `has ${basename(path)}${suffix} beside it, which is not a file`);
    if (suffix !== '-journal' || !found || found.size === 0) continue;
    const message = `${path} has ${basename(path)}-journal beside it, in which another program began a change that it did not finish; Spikeloom writes no such file and does not apply it. Move that file away, or restore the project from a copy.`;
    throw new SpikeloomError('project.foreign', message, { at: { file: path } });
  }
}

function checkIntegrity(db: Database.Database, path: string, logged: boolean, pages: Pages): void {
  const finding = !logged && isShort(db, path) ? 'its end is missing' : findingIn(db, pages);
  if (finding === 'ok') return;
  const message = `${path} is damaged (${finding.replaceAll('\n', ' ')}); restore it from a copy or convert the model again.`;
  throw new SpikeloomError('project.damaged', message, { at: { file: path } });
}

/** The first fault of the pages in SQLite's words; `ok` if there is none. */
function findingIn(db: Database.Database, pages: Pages): string {
  const check = (what: string): string => String(db.pragma(`quick_check(${what})`, { simple: true }));
  if (pages === 'all') return check('1');
  const tables = db.prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
  const small = tables.map(({ name }) => name).filter((name) => !LARGE.includes(name));
  return small.map(check).find((finding) => finding !== 'ok') ?? 'ok';
}

/**
 * True if the file is shorter than its pages: SQLite reads a short last page as if zeros followed. If pages are still in a
 * write-ahead log, the length of the file means nothing.
 */
function isShort(db: Database.Database, path: string): boolean {
  const length = Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));
  return statSync(path).size < length;
}
