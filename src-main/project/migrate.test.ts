/** Every version of the file format is reached from the one before, with its contents; a step that fails changes nothing. */
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { outlineOf } from '../../src-shared/results/index.ts';
import { sampleReport } from '../../tests/fixtures/sample-report.ts';
import { migrate, versionOf } from './migrate.ts';
import { MIGRATIONS, type Migration } from './schema.ts';

/** A file as version `version` of the program would have left it. */
function fileOfVersion(version: number): Database.Database {
  const db = new Database(':memory:');
  migrate(db, MIGRATIONS.slice(0, version));
  return db;
}

const NEXT: Migration = {
  about: 'a synthetic step: plans can be starred',
  apply: (db) => db.exec('ALTER TABLE plans ADD COLUMN starred INTEGER NOT NULL DEFAULT 0'),
};

describe('migrations', () => {
  it.each(MIGRATIONS.map(({ about }, index) => [index + 1, about] as const))(
    'step %i applies to the version before: %s',
    (version) => {
      const db = fileOfVersion(version - 1);
      migrate(db, MIGRATIONS.slice(0, version));
      expect(versionOf(db)).toBe(version);
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    },
  );

  it('keeps what the file holds', () => {
    const db = fileOfVersion(1);
    db.exec(`INSERT INTO models VALUES (1, 'a', 'net.onnx', 1, NULL, NULL, 'now');
             INSERT INTO plans VALUES (5, 1, NULL, 'first', '{}', 'now');`);
    migrate(db, [MIGRATIONS[0]!, NEXT]);
    expect(versionOf(db)).toBe(2);
    expect(db.prepare('SELECT id, message, starred FROM plans').get()).toEqual({ id: 5, message: 'first', starred: 0 });
    migrate(db, [MIGRATIONS[0]!, NEXT]);
    expect(versionOf(db)).toBe(2);
  });

  it('gives the runs and jobs of version 2 names, notes and ids that are empty', () => {
    const db = fileOfVersion(2);
    db.exec(`INSERT INTO models VALUES (1, 'a', 'net.onnx', 1, NULL, NULL, 'now');
             INSERT INTO plans VALUES (1, 1, NULL, 'first', '{}', 'now');
             INSERT INTO runs VALUES (4, 1, NULL, 'cpu', 'd', '{}', 'done', NULL, '{}', 'now', 'later');
             INSERT INTO jobs VALUES (2, 'run', '{}', 'failed', 'why', 'now', 'later');`);
    migrate(db, MIGRATIONS.slice(0, 3));
    expect(db.prepare('SELECT id, state, finished, name, note FROM runs').all()).toEqual([
      { id: 4, state: 'done', finished: 'later', name: '', note: '' },
    ]);
    expect(db.prepare('SELECT id, error, host_id FROM jobs').all()).toEqual([{ id: 2, error: 'why', host_id: null }]);
  });

  it('gives the finished runs of version 6 an outline, and one whose report cannot be read none', () => {
    const db = fileOfVersion(6);
    db.exec(`INSERT INTO models VALUES (1, 'a', 'net.onnx', 1, NULL, NULL, 'now');
             INSERT INTO plans VALUES (1, 1, NULL, 'first', '{}', 'now');`);
    const insert = db.prepare(
      `INSERT INTO runs (id, plan_id, engine, dataset, settings, state, report, created) VALUES (?, 1, 'cpu', 'd', '{}', ?, ?, 'now')`,
    );
    insert.run(1, 'done', JSON.stringify(sampleReport()));
    insert.run(2, 'done', '{');
    insert.run(3, 'cancelled', null);
    migrate(db, MIGRATIONS.slice(0, 7));
    const rows = db.prepare<[], { tags: string; outline: string | null }>('SELECT tags, outline FROM runs ORDER BY id').all();
    expect(rows.map(({ tags }) => tags)).toEqual(['[]', '[]', '[]']);
    expect(rows.map(({ outline }) => outline)).toEqual([JSON.stringify(outlineOf(sampleReport())), null, null]);
  });

  it('changes nothing when a step fails, the steps before it included', () => {
    const db = fileOfVersion(1);
    const broken: Migration = { about: 'broken', apply: (target) => target.exec('ALTER TABLE missing ADD COLUMN x') };
    expect(() => migrate(db, [MIGRATIONS[0]!, NEXT, broken])).toThrow(/missing/);
    expect(versionOf(db)).toBe(1);
    expect(
      db
        .prepare('SELECT * FROM plans')
        .columns()
        .map(({ name }) => name),
    ).not.toContain('starred');
  });
});
