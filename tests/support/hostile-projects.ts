/** Project files that were made to do something when they are opened: whatever SQL and pages can hide in a schema. */
import Database from 'better-sqlite3';

/** Never ends. */
const ENDLESS = 'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)';
/** The same as an expression that a schema may hold: 2⁶⁰ comparisons would be made. */
const EXPENSIVE = `length(${'replace('.repeat(12)}hex(id)${", '0', '0000000000')".repeat(12)})`;

/** Writes into the schema itself, as a program of another maker can. */
function rewrite(db: Database.Database, table: string, from: string | RegExp, to: string): void {
  db.unsafeMode();
  db.pragma('writable_schema = ON');
  const { sql } = db.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').get(table) as { sql: string };
  if (sql.replace(from, to) === sql) throw new Error(`${table} has no ${String(from)}`);
  db.prepare('UPDATE sqlite_schema SET sql = ? WHERE name = ?').run(sql.replace(from, to), table);
  db.pragma('writable_schema = OFF');
}

const viewOf = (table: string, columns: string) => (db: Database.Database) => {
  db.pragma('foreign_keys = OFF');
  db.exec(`DROP TABLE ${table}; CREATE VIEW ${table} AS ${ENDLESS} SELECT ${columns} FROM n`);
};

/** By name: changes the schema of a whole project, so that no part of it may be used any more. */
export const HOSTILE_SCHEMAS: Readonly<Record<string, (db: Database.Database) => void>> = {
  'an endless view for settings': viewOf('settings', `'x' || x AS name, 'null' AS json`),
  'an endless view for runs': viewOf('runs', 'x AS id'),
  'an endless view for the journal': viewOf('journal', `x AS position, '{}' AS json, 0 AS undone`),
  'a view beside the tables': (db) => void db.exec(`CREATE VIEW odd AS ${ENDLESS} SELECT x FROM n`),
  'a trigger': (db) =>
    void db.exec(
      'CREATE TRIGGER t AFTER INSERT ON settings BEGIN INSERT INTO exports SELECT NULL, 1, NULL, hex(randomblob(1000)), 1, 1, 1 FROM plans; END',
    ),
  'a trigger on updates': (db) => void db.exec(`CREATE TRIGGER t BEFORE UPDATE ON runs BEGIN DELETE FROM run_batches; END`),
  'an index': (db) => void db.exec('CREATE INDEX i ON runs (state)'),
  'a partial index': (db) => void db.exec(`CREATE INDEX i ON runs (id) WHERE ${EXPENSIVE} > 0`),
  'an index of an expression': (db) => {
    db.exec('CREATE INDEX i ON runs (id)');
    rewrite(db, 'i', '(id)', `(${EXPENSIVE})`);
  },
  'a generated column': (db) => void db.exec('ALTER TABLE plans ADD COLUMN odd TEXT GENERATED ALWAYS AS (hex(json)) VIRTUAL'),
  'a column more': (db) => void db.exec('ALTER TABLE plans ADD COLUMN odd TEXT'),
  'an expensive check': (db) => rewrite(db, 'plans', 'message TEXT NOT NULL', `message TEXT NOT NULL CHECK (${EXPENSIVE} > 0)`),
  'another check': (db) => rewrite(db, 'runs', `'failed')`, `'failed', 'odd')`),
  'another default': (db) =>
    rewrite(db, 'runs', `name TEXT NOT NULL DEFAULT ''`, `name TEXT NOT NULL DEFAULT (hex(randomblob(9)))`),
  'another collation': (db) => rewrite(db, 'models', 'sha256 TEXT', 'sha256 TEXT COLLATE NOCASE'),
  'a table that is not strict': (db) => rewrite(db, 'exports', /STRICT$/, ''),
  'a virtual table': (db) => void db.exec('CREATE VIRTUAL TABLE odd USING fts5(text)'),
  'a virtual table in place of one': (db) => {
    db.exec('DROP TABLE exports');
    db.exec('CREATE VIRTUAL TABLE exports USING fts5(id, plan_id, calibration_id, format, path, manifest, created)');
  },
  'a table more': (db) => void db.exec('CREATE TABLE odd (id INTEGER PRIMARY KEY) STRICT'),
  'a table less': (db) => void db.exec('DROP TABLE trials'),
  'statistics of the optimiser': (db) => void db.exec('ANALYZE'),
  'a name in other letters': (db) => rewrite(db, 'trials', 'CREATE TABLE trials', 'CREATE TABLE Trials'),
};

/** Changes a project file in place, as one of the above. */
export function makeHostile(path: string, change: (db: Database.Database) => void): void {
  const db = new Database(path);
  try {
    change(db);
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

const PAGE = 4096;

/** A record of a table: texts, small whole numbers and nulls. */
function cell(rowid: number, values: readonly (string | number | null)[]): Buffer {
  const body = values.map((value) =>
    typeof value === 'string' ? Buffer.from(value) : Buffer.alloc(value === null ? 0 : 1, value ?? 0),
  );
  const types = values.map((value, index) => (value === null ? 0 : typeof value === 'number' ? 1 : 13 + 2 * body[index]!.length));
  const header = types.flatMap((type) => (type < 128 ? [type] : [0x80 | (type >> 7), type & 127]));
  const payload = Buffer.concat([Buffer.from([header.length + 1, ...header]), ...body]);
  const length = payload.length < 128 ? [payload.length] : [0x80 | (payload.length >> 7), payload.length & 127];
  return Buffer.concat([Buffer.from([...length, rowid]), payload]);
}

/** A page of a table's tree that holds the cells, and for an inner page its rightmost child. */
function page(cells: readonly Buffer[], rightmost: number | undefined, start = 0): Buffer {
  const bytes = Buffer.alloc(PAGE);
  let end = PAGE;
  bytes[start] = rightmost === undefined ? 13 : 5;
  bytes.writeUInt16BE(cells.length, start + 3);
  const pointers = start + (rightmost === undefined ? 8 : 12);
  if (rightmost !== undefined) bytes.writeUInt32BE(rightmost, start + 8);
  cells.forEach((one, index) => {
    end -= one.length;
    one.copy(bytes, end);
    bytes.writeUInt16BE(end, pointers + 2 * index);
  });
  bytes.writeUInt16BE(end, start + 5);
  return bytes;
}

const CHILDREN = 200;
const LEVELS = 12;

/**
 * A file of a few pages whose schema is read for ever: its tree names the same child again and again, level by level, so that one row
 * at its end is met 200¹² times. `project`: the bytes of a whole one, whose header it takes.
 */
export function endlessSchema(project: Uint8Array): Buffer {
  const inner = (child: number, start = 0, first = child): Buffer => {
    const cells = Array.from({ length: CHILDREN }, (_, index) => {
      const bytes = Buffer.alloc(5, index % 100);
      bytes.writeUInt32BE(index === 0 ? first : child);
      return bytes;
    });
    return page(cells, child, start);
  };
  const table = cell(1, ['table', 'models', 'models', 2, 'CREATE TABLE models(a UNIQUE)']);
  const index = cell(2, ['index', 'sqlite_autoindex_models_1', 'models', 3, null]);
  // Page 2 is the table, page 3 its index, page 4 the schema's first leaf, page 5 the row that is met again and again.
  const pages = [page([], undefined), page([], undefined), page([table, index], undefined), page([index], undefined)];
  pages[1]![0] = 10;
  for (let level = 0; level < LEVELS; level++) pages.push(inner(pages.length + 1));
  const first = inner(pages.length + 1, 100, 4);
  Buffer.from(project).copy(first, 0, 0, 100);
  first.writeUInt32BE(pages.length + 1, 28);
  return Buffer.concat([first, ...pages]);
}
