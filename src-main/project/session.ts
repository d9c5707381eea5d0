/**
 * The access of all parts of a project to its database. SQL errors become errors for people, each write is a transaction of its
 * own, and writes are refused if the project is read-only.
 */
import type Database from 'better-sqlite3';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { guarded } from './failures.ts';

type Parameter = string | number | Uint8Array | null;

export interface Session {
  readonly path: string;
  /** Why the project can only be read; undefined if it can be written. */
  readonly readOnly: string | undefined;
  /** First row of a query. */
  one<Row>(sql: string, ...parameters: Parameter[]): Row | undefined;
  all<Row>(sql: string, ...parameters: Parameter[]): Row[];
  /** Runs a statement inside `write`; returns the id of the inserted row. */
  run(sql: string, ...parameters: Parameter[]): number;
  /** Applies all of `work`, or nothing. Throws `project.read-only`, or `output.unwritable` if the disk refuses. */
  write<T>(work: () => T): T;
  /** Parses JSON of the file. `what` names it in the error. Throws `project.damaged`. */
  json<T>(text: string, what: string): T;
  damaged(what: string): SpikeloomError;
}

/**
 * The session of an open database. `refusal` is called at each write and returns why it is not allowed any more, or undefined if
 * it is.
 */
export function createSession(
  db: Database.Database,
  path: string,
  readOnly: string | undefined,
  refusal: () => string | undefined = () => readOnly,
): Session {
  const damaged = (what: string): SpikeloomError =>
    new SpikeloomError(
      'project.damaged',
      `${path} is damaged: ${what} cannot be read; restore it from a copy or convert the model again.`,
      {
        at: { file: path },
      },
    );
  return {
    path,
    readOnly,
    damaged,
    one: <Row>(sql: string, ...parameters: Parameter[]) =>
      guarded(path, () => db.prepare<Parameter[], Row>(sql).get(...parameters)),
    all: <Row>(sql: string, ...parameters: Parameter[]) =>
      guarded(path, () => db.prepare<Parameter[], Row>(sql).all(...parameters)),
    run: (sql, ...parameters) => guarded(path, () => Number(db.prepare<Parameter[]>(sql).run(...parameters).lastInsertRowid)),
    write: (work) => {
      const refused = refusal();
      if (refused !== undefined) {
        throw new SpikeloomError('project.read-only', `${path} cannot be changed: ${refused}.`, { at: { file: path } });
      }
      return guarded(path, () => db.transaction(work).immediate());
    },
    json: <T>(text: string, what: string): T => {
      try {
        return JSON.parse(text) as T;
      } catch {
        throw damaged(what);
      }
    },
  };
}
