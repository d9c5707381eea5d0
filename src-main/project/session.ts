/**
 * What every part of a project reads and writes through: the open database, with SQL errors turned into errors for people,
 * each write in a transaction of its own, and writes refused where the project is read-only.
 */
import type Database from 'better-sqlite3';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { guarded } from './failures.ts';

type Parameter = string | number | Uint8Array | null;

export interface Session {
  readonly path: string;
  /** Why the project can only be read; undefined where it can be written. */
  readonly readOnly: string | undefined;
  /** First row of a query. */
  one<Row>(sql: string, ...parameters: Parameter[]): Row | undefined;
  all<Row>(sql: string, ...parameters: Parameter[]): Row[];
  /** Runs a statement inside `write`; the id of the row it inserted. */
  run(sql: string, ...parameters: Parameter[]): number;
  /** All of `work`, or nothing. Throws `project.read-only`, or `output.unwritable` when the disk refuses. */
  write<T>(work: () => T): T;
  /** Parses JSON kept in the file. Throws `project.damaged`. */
  json<T>(text: string, what: string): T;
  damaged(what: string): SpikeloomError;
}

/**
 * The session of an open database. `refusal`: asked at each write why it is not allowed any more; undefined where it is.
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
