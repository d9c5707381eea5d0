/** A project file may come from anyone: one whose schema is not exactly Spikeloom's is refused before anything in it can run. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOSTILE_SCHEMAS, makeHostile } from '../../tests/support/hostile-projects.ts';
import { expectedSchema } from './check-schema.ts';
import { createProject, openProject } from './index.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './schema.ts';

const AT = '2025-01-01T00:00:00Z';
const MODEL = { sha256: 'a'.repeat(64), path: 'net.onnx', size: 3, at: AT };
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spikeloom-foreign-'));
  path = join(folder, 'p.spikeloom');
  createProject(path, (made) => {
    const plan = made.savePlan({ model: made.saveModel(MODEL), message: 'converted', json: '{"version":1}', at: AT });
    made.startRun({ plan, engine: 'cpu', dataset: 'd', settings: {}, at: AT });
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The error of opening the file, for writing and for reading alike; the file and its neighbours stay as they were. */
function refused(): { readonly code: string; readonly message: string } {
  const before = filesOf();
  const errors = [{}, { readOnly: true }, { checked: true }, { writer: process.ppid }].map((options) => {
    try {
      openProject(path, options).close();
    } catch (error) {
      return error as { readonly code: string; readonly message: string };
    }
    return { code: 'opened', message: '' };
  });
  expect(new Set(errors.map(({ message }) => message)).size).toBe(1);
  expect(filesOf()).toEqual(before);
  return errors[0]!;
}

const filesOf = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ]),
  );

describe('a schema with something else in it', () => {
  it.each(Object.entries(HOSTILE_SCHEMAS))('%s is refused', (_, change) => {
    makeHostile(path, change);
    const { code, message } = refused();
    expect(code).toBe('project.foreign');
    expect(message).toContain(path);
  });

  it('is refused in an older format too, before it is brought up to date', () => {
    for (let version = 1; version < MIGRATIONS.length; version++) {
      rmSync(path);
      const db = new Database(path);
      migrate(db, MIGRATIONS.slice(0, version));
      db.exec('CREATE TRIGGER t AFTER INSERT ON runs BEGIN DELETE FROM plans; END');
      db.close();
      expect([version, refused().code]).toEqual([version, 'project.foreign']);
    }
  });

  it('is refused where it says to be of a format that there is none of', () => {
    for (const version of [0, -1, -(2 ** 31)]) {
      makeHostile(path, (db) => void db.pragma(`user_version = ${version}`));
      expect(refused().code).toBe('project.foreign');
    }
  });

  it('is not replaced by a new project either', () => {
    makeHostile(path, HOSTILE_SCHEMAS['a trigger']!);
    const before = filesOf();
    expect(() => createProject(path, () => 0, { overwrite: true })).toThrow(
      expect.objectContaining({ code: 'output.unwritable' }),
    );
    expect(filesOf()).toEqual(before);
  });
});

describe('the formats that were released', () => {
  // A step that was released never changes, comments included: files hold its text.
  const RELEASED = [
    '79fc83551dbb803640240dee9d0cff9760b57f63f46087f75b20bc434700e294',
    '011474c2fe187dae614779716d539b4ac7621a8f1a7c940fbfacc59b5c7fc984',
    'abe879d42ed417b6c058d8b014decb245dd39ec41a79f84880927679616935d1',
  ];
  it.each(RELEASED.map((hash, index) => [index + 1, hash] as const))(
    'format %i has the schema it was released with',
    (version, hash) => {
      expect(
        createHash('sha256')
          .update(JSON.stringify(expectedSchema(version)))
          .digest('hex'),
      ).toBe(hash);
    },
  );

  it.each(MIGRATIONS.map((_, index) => index + 1))('format %i opens, and is brought up to date', (version) => {
    rmSync(path);
    const db = new Database(path);
    migrate(db, MIGRATIONS.slice(0, version));
    db.exec(`INSERT INTO models (sha256, path, size, created) VALUES ('a', 'net.onnx', 1, 'now')`);
    db.close();
    for (let again = 0; again < 2; again++) {
      using project = openProject(path);
      expect([project.readOnly, project.models().length]).toEqual([undefined, 1]);
    }
    using reader = openProject(path, { readOnly: true });
    expect(reader.models()).toHaveLength(1);
  });
});

describe('files beside a project', () => {
  /** Leaves the files of another program that is killed in the middle of a change: the pages before it are in the journal, to be put back. */
  function leaveHotJournal(): void {
    const other = join(folder, 'other');
    mkdirSync(other);
    const victim = join(other, 'p.spikeloom');
    copyFileSync(path, victim);
    makeHostile(victim, HOSTILE_SCHEMAS['a trigger']!);
    const db = new Database(victim);
    db.pragma('journal_mode = DELETE');
    db.pragma('cache_size = 1');
    db.exec('BEGIN; DROP TRIGGER t');
    // Enough to have pages written to the file before the end.
    db.exec(
      `INSERT INTO settings SELECT 'x' || value, hex(randomblob(2000)) FROM json_each('[${Array.from({ length: 200 }, (_, i) => i)}]')`,
    );
    copyFileSync(`${victim}-journal`, `${path}-journal`);
    copyFileSync(victim, path);
    db.close();
    rmSync(other, { recursive: true });
  }

  it('a journal that another program did not finish is not applied: it is refused', () => {
    leaveHotJournal();
    const { code, message } = refused();
    expect(code).toBe('project.foreign');
    expect(message).toContain('p.spikeloom-journal');
  });

  it('an empty journal says nothing', () => {
    writeFileSync(`${path}-journal`, '');
    openProject(path).close();
  });

  it('a log that adds to the schema is read as part of the file, and refused', () => {
    const victim = join(folder, 'q.spikeloom');
    copyFileSync(path, victim);
    const db = new Database(victim);
    db.exec(`CREATE TRIGGER t AFTER INSERT ON settings BEGIN DELETE FROM plans; END`);
    copyFileSync(`${victim}-wal`, `${path}-wal`);
    db.close();
    rmSync(victim);
    expect(() => openProject(path)).toThrow(expect.objectContaining({ code: 'project.foreign' }));
    expect(() => openProject(path, { readOnly: true })).toThrow(expect.objectContaining({ code: 'project.foreign' }));
  });

  it('a log, an index or a journal that is no file is refused', () => {
    for (const suffix of ['-wal', '-shm', '-journal']) {
      mkdirSync(`${path}${suffix}`);
      expect([suffix, refused().code]).toEqual([suffix, 'project.foreign']);
      rmSync(`${path}${suffix}`, { recursive: true });
    }
  });

  it('a lock that holds something, or is no file, is refused and not opened', () => {
    const lock = join(folder, '.p.spikeloom.lock');
    const db = new Database(lock);
    db.exec('CREATE TABLE t (x)');
    db.close();
    expect(() => openProject(path)).toThrow(expect.objectContaining({ code: 'project.foreign' }));
    rmSync(lock);
    mkdirSync(lock);
    expect(() => openProject(path)).toThrow(expect.objectContaining({ code: 'project.foreign' }));
    // Reading needs no lock.
    openProject(path, { readOnly: true }).close();
    rmSync(lock, { recursive: true });
    openProject(path).close();
    expect(existsSync(lock)).toBe(true);
  });
});
