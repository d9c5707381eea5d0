/** Brings a project file to the newest version of its format, all steps in one transaction. */
import type Database from 'better-sqlite3';
import { MIGRATIONS, type Migration } from './schema.ts';

/** Version of the file's format: 0 for an empty database. */
export const versionOf = (db: Database.Database): number => Number(db.pragma('user_version', { simple: true }));

/**
 * Applies the steps after the file's version; a file of the newest version is left alone. If a step fails, the file stays as it
 * was and the error is thrown. Files newer than `migrations` must have been refused before.
 */
export function migrate(db: Database.Database, migrations: readonly Migration[] = MIGRATIONS): void {
  if (versionOf(db) >= migrations.length) return;
  db.transaction(() => {
    // The version is read again inside the transaction: another program may have migrated the file meanwhile.
    for (let version = versionOf(db); version < migrations.length; version++) {
      migrations[version]!.apply(db);
      db.pragma(`user_version = ${version + 1}`);
    }
  }).immediate();
}
