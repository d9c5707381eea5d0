/** Project files whose schema holds more than it should, or whose pages are mixed up: SQL of all kinds injected, pages copied, logs and journals of others beside it. */
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createProject, openProject, type Project } from '../../src-main/project/index.ts';
import { HOSTILE_SCHEMAS, makeHostile } from '../support/hostile-projects.ts';
import { damageBytes } from './damage.ts';
import type { Random } from './random.ts';
import { outcomeOf, type Target } from './target.ts';

const AT = '2025-01-01T00:00:00Z';
const PAGE = 4096;

function fill(project: Project): void {
  const model = project.saveModel({ sha256: 'a'.repeat(64), path: 'net.onnx', size: 3, at: AT });
  const plan = project.savePlan({ model, message: 'converted', json: '{"version":1}', at: AT });
  const run = project.startRun({ plan, engine: 'cpu', dataset: 'd', settings: { samples: 9 }, at: AT });
  for (let position = 0; position < 3; position++) project.addRunBatch(run, { position, samples: 3, result: { position } });
  project.startJournal({ start: plan, version: plan, revision: 0 });
  project.journalCommit({ label: 'x' }, { start: plan, version: plan, revision: 1 });
  project.startJob({ kind: 'run', request: {}, at: AT });
  project.writeSetting('layout', { text: 'x'.repeat(5000) });
}

const EXPRESSIONS = [
  '1',
  'hex(randomblob(1000000))',
  `(WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n)`,
  `json_extract('{}', '$.x')`,
  `load_extension('x')`,
  `printf('%.*c', 1000000000, 'x')`,
  `(SELECT group_concat(name) FROM pragma_function_list)`,
  `NOT EXISTS (SELECT 1 FROM plans a, plans b, plans c)`,
];

/** One more entry of the schema, or one less, made of parts by chance. Some are refused by SQLite itself. */
function randomStatement(tables: readonly string[], columns: (table: string) => readonly string[], random: Random): string {
  const table = random.pick(tables);
  const column = random.pick(columns(table));
  const expression = random.pick(EXPRESSIONS);
  const name = random.pick(['odd', 'runs', 'sqlite_x', 'plans2', '"a b"', '"éø"', `"${'n'.repeat(2000)}"`]);
  const change = random.pick(['INSERT', 'UPDATE', 'DELETE']);
  return random.pick([
    `CREATE VIEW ${name} AS SELECT ${expression}`,
    `DROP TABLE ${table}; CREATE VIEW ${table} AS SELECT ${columns(table)
      .map((one) => `${expression} AS ${one}`)
      .join(', ')}`,
    `CREATE TRIGGER ${name} ${random.pick(['BEFORE', 'AFTER'])} ${change} ON ${table} BEGIN SELECT ${expression}; END`,
    `CREATE TRIGGER ${name} AFTER ${change} ON ${table} BEGIN DELETE FROM ${random.pick(tables)}; END`,
    `CREATE ${random.pick(['', 'UNIQUE '])}INDEX ${name} ON ${table} (${column}) ${random.pick(['', `WHERE ${column} > 1`])}`,
    `CREATE INDEX ${name} ON ${table} (length(${column}))`,
    `ALTER TABLE ${table} ADD COLUMN ${name} TEXT ${random.pick(['', `DEFAULT 1`, `CHECK (1)`, `AS (hex(${column}))`])}`,
    `ALTER TABLE ${table} RENAME COLUMN ${column} TO ${name}`,
    `ALTER TABLE ${table} RENAME TO ${name}`,
    `CREATE TABLE ${name} (x CHECK (${expression} IS NOT NULL), y AS (x || x))`,
    `CREATE VIRTUAL TABLE ${name} USING ${random.pick(['fts5(x)', 'rtree(a, b, c)', 'dbstat', 'fts3(x)'])}`,
    `DROP TABLE ${table}`,
    `DROP TABLE ${table}; CREATE TABLE ${table} (${columns(table).join(', ')})`,
    'ANALYZE',
  ]);
}

function inject(path: string, random: Random): void {
  makeHostile(path, (db) => {
    db.pragma('foreign_keys = OFF');
    const rows = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[];
    const columns = (table: string): string[] =>
      (db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
    try {
      db.exec(
        randomStatement(
          rows.map(({ name }) => name),
          columns,
          random,
        ),
      );
    } catch (error) {
      // SQLite refuses it: then one of those that it takes.
      if (!(error instanceof Database.SqliteError)) throw error;
      random.pick(Object.values(HOSTILE_SCHEMAS))(db);
    }
  });
}

/** Pages copied over each other, exchanged, pointing elsewhere, or with a few bytes changed. */
function mixPages(bytes: Buffer, random: Random): Uint8Array {
  const mixed = Buffer.from(bytes);
  const pages = mixed.length / PAGE;
  // The schema lies in front.
  const page = (): number => Math.floor(pages * random.next() ** 2) * PAGE;
  for (let count = random.int(3); count >= 0; count--) {
    const [a, b] = [page(), page()];
    const kind = random.next();
    if (kind < 0.3) bytes.copy(mixed, a, b, b + PAGE);
    else if (kind < 0.6) mixed.writeUInt32BE(1 + random.int(pages + 2), Math.min(a + random.int(PAGE), mixed.length - 4));
    else if (kind < 0.8) mixed.fill(random.pick([0, 0xff, 5, 13]), a + random.int(200), a + 200 + random.int(200));
    else return damageBytes(mixed, random, random.chance(0.5));
  }
  return mixed;
}

/** Opens a project and works with it: every read and some writes. */
function use(path: string): void {
  using project = openProject(path);
  for (const name of ['layout', 'view', 'dataset']) project.setting(name);
  project.models();
  project.plans();
  project.runBriefs();
  for (const { id } of project.runs()) project.runBatches(id);
  project.jobs();
  project.exports();
  project.journalEntries(0, 100);
  project.latestCalibration();
  if (project.readOnly !== undefined) return;
  project.writeSetting('more', 1);
  project.labelRun(1, { name: 'n', note: '', tags: ['t'] });
  project.endInterruptedRuns({ state: 'failed', error: 'why', at: AT });
}

/** The schema of a file as text, without what SQLite keeps of pages. */
function schemaOf(path: string): string {
  const db = new Database(path, { readonly: true });
  try {
    return JSON.stringify(db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all());
  } finally {
    db.close();
  }
}

export const schemas: Target = {
  name: 'schemas',
  prepare(folder) {
    const whole = join(folder, 'whole.spikeloom');
    createProject(whole, fill);
    const [bytes, schema] = [readFileSync(whole), schemaOf(whole)];
    const path = join(folder, 'p.spikeloom');
    const other = join(folder, 'other.spikeloom');
    return Promise.resolve(async (random) => {
      for (const name of [path, other])
        for (const suffix of ['-wal', '-shm', '-journal']) rmSync(`${name}${suffix}`, { force: true });
      writeFileSync(path, bytes);
      const kind = random.next();
      if (kind < 0.5) inject(path, random);
      else if (kind < 0.85) writeFileSync(path, mixPages(bytes, random));
      else layBeside(whole, path, other, random);
      const outcome = await outcomeOf(() => use(path));
      // A project that was used has Spikeloom's schema: no other may come through.
      if (outcome === 'accepted' && schemaOf(path) !== schema) throw new Error('a project with another schema was used');
      return outcome;
    });
  },
};

/** A log or a journal of a program that put something into the schema, whole or damaged. */
function layBeside(whole: string, path: string, other: string, random: Random): void {
  copyFileSync(whole, other);
  const db = new Database(other);
  try {
    const suffix = random.chance(0.5) ? '-wal' : '-journal';
    if (suffix === '-journal') db.pragma('journal_mode = DELETE');
    db.exec('BEGIN');
    random.pick(Object.values(HOSTILE_SCHEMAS).slice(3, 8))(db);
    if (suffix === '-wal') db.exec('COMMIT');
    if (!existsSync(`${other}${suffix}`)) return;
    const log = readFileSync(`${other}${suffix}`);
    writeFileSync(`${path}${suffix}`, random.chance(0.5) ? log : damageBytes(log, random, false));
  } finally {
    db.close();
  }
}
