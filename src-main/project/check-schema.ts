/**
 * Checks that the schema of a project file is exactly the one that Spikeloom writes. SQLite runs the SQL in a schema: a view in
 * place of a table at the first query, a trigger at the first write, and the expression of a check, generated column or index at
 * either. A project may come from anyone, so that a file is refused before use if a single entry of its schema is missing, added
 * or different.
 */
import Database from 'better-sqlite3';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './schema.ts';

interface Entry {
  readonly type: string;
  readonly name: string;
  readonly tbl_name: string;
  readonly sql: string | null;
}

const SELECT = 'SELECT type, name, tbl_name, sql FROM main.sqlite_schema ORDER BY type, name LIMIT ?';
const MOST = 1000;

const known = new Map<number, readonly Entry[]>();

/** The schema entries of a file of this version: those that the program itself makes. */
export function expectedSchema(version: number): readonly Entry[] {
  const before = known.get(version);
  if (before) return before;
  const db = new Database(':memory:');
  try {
    migrate(db, MIGRATIONS.slice(0, version));
    const entries = db.prepare<[number], Entry>(SELECT).all(MOST);
    known.set(version, entries);
    return entries;
  } finally {
    db.close();
  }
}

/**
 * Throws `project.foreign` if the file's schema is not the schema of `version`. Reads nothing but the schema, in the state that
 * `db` sees with its log applied.
 */
export function checkSchema(db: Database.Database, path: string, version: number): void {
  // The schema cannot call functions with side effects.
  db.pragma('trusted_schema = OFF');
  if (version < 1) throw foreign(path, `says that it is of format ${version}`);
  const expected = expectedSchema(version);
  const found = db.prepare<[number], Entry>(SELECT).all(expected.length + 1);
  const odd = found.find((entry) => !expected.some((one) => isSame(one, entry)));
  const missing = expected.find((entry) => !found.some((one) => isSame(one, entry)));
  if (odd === undefined && missing === undefined && found.length === expected.length) return;
  const what = odd ? `holds ${nameOf(odd)} that Spikeloom does not make` : `lacks ${nameOf(missing ?? expected[0]!)}`;
  throw foreign(path, what);
}

const isSame = (a: Entry, b: Entry): boolean =>
  a.type === b.type && a.name === b.name && a.tbl_name === b.tbl_name && a.sql === b.sql;

const nameOf = ({ type, name }: Entry): string => `the ${type.slice(0, 20)} "${name.slice(0, 60)}"`;

/** The error for a file that Spikeloom did not make. `what` is the end of the sentence "it …". */
export const foreign = (path: string, what: string): SpikeloomError =>
  new SpikeloomError(
    'project.foreign',
    `${path} was not written by Spikeloom as it is: it ${what}, and opening it could run anything; use a copy that nothing else has changed.`,
    { at: { file: path } },
  );
