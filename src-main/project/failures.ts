/** Turns SQLite's errors into errors for a person with a project file. */
import Database from 'better-sqlite3';
import { messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import { type Message, say } from '../../src-shared/message/index.ts';

/** SQLite's result code of an error (`SQLITE_CORRUPT`, `SQLITE_IOERR_READ` …), or '' for any other error. */
export const sqliteCode = (error: unknown): string => (error instanceof Database.SqliteError ? error.code : '');

/** The error that stands for an error of SQLite while a project file is opened, read or written. */
export function projectFailure(path: string, error: unknown): unknown {
  const code = sqliteCode(error);
  const fail = (name: ConstructorParameters<typeof SpikeloomError>[0], message: Message): SpikeloomError =>
    new SpikeloomError(name, message, { at: { file: path }, cause: error });
  if (code === '') return error;
  if (code === 'SQLITE_NOTADB') {
    return fail(
      'project.not-a-project',
      `${path} is not a Spikeloom project; name a .spikeloom file that was made from a model.`,
    );
  }
  if (code.startsWith('SQLITE_READONLY')) {
    return fail(
      'project.read-only',
      say`${path} cannot be written (${messageOf(error)}); check the permissions of the file and its folder.`,
    );
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return fail('project.read-only', `${path} is being written by another program; try again when it has finished.`);
  }
  if (code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR') || code === 'SQLITE_CANTOPEN') {
    return fail(
      'output.unwritable',
      say`${path} cannot be read or written (${messageOf(error)}); check the disk's space and permissions.`,
    );
  }
  if (code === 'SQLITE_NOMEM') return error;
  // Pages are corrupt, or contain other tables, or contradict each other: this program writes none of these.
  return fail(
    'project.damaged',
    say`${path} is damaged (${messageOf(error)}); restore it from a copy or convert the model again.`,
  );
}

/** Runs `work` and turns SQLite's errors into errors that a person can act on. */
export function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw projectFailure(path, error);
  }
}
