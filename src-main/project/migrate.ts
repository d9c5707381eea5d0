/** Brings a project file to the newest version of its format, all steps in one transaction. */
import type Database from 'better-sqlite3';
import { MIGRATIONS, type Migration } from './schema.ts';

/** Version of the file's format: 0 for an empty database. */
export const versionOf = (db: Database.Database): number => Number(db.pragma('user_version', { simple: true }));

/**
 * Applies the steps after the file's version; does nothing to a file of the newest version. A step that fails leaves the
 * file as it was and its error is thrown. A newer file than `migrations` knows must have been refused before.
 */
export function migrate(db: Database.Database, migrations: readonly Migration[] = MIGRATIONS): void {
  if (versionOf(db) >= migrations.length) return;
  db.transaction(() => {
    // Read again inside the transaction: another program may have been faster.
    for (let version = versionOf(db); version < migrations.length; version++) {
      migrations[version]!.apply(db);
      db.pragma(`user_version = ${version + 1}`);
    }
  }).immediate();
}
