/** Exports of a project: the packages, their folders, and the plan and calibration of each. */
import type { Session } from './session.ts';

export interface NewExport {
  readonly plan: number;
  readonly calibration?: number;
  /** `onnx`, `onnx-unrolled`, `nir`, `c`. */
  readonly format: string;
  readonly path: string;
  /** The manifest written with the package, JSON. */
  readonly manifest: unknown;
  /** Time, ISO 8601. */
  readonly at: string;
}

export interface ExportRecord {
  readonly id: number;
  readonly plan: number;
  readonly calibration: number | null;
  readonly format: string;
  readonly path: string;
  readonly manifest: unknown;
  readonly created: string;
}

type Row = Omit<ExportRecord, 'manifest'> & { readonly manifest: string };

export function exportFunctions(session: Session) {
  return {
    /** Records a finished export and returns its id. */
    saveExport: (entry: NewExport): number =>
      session.write(() =>
        session.run(
          'INSERT INTO exports (plan_id, calibration_id, format, path, manifest, created) VALUES (?, ?, ?, ?, ?, ?)',
          ...[entry.plan, entry.calibration ?? null, entry.format, entry.path, JSON.stringify(entry.manifest), entry.at],
        ),
      ),
    /** Removes an export from the list; its files stay. Returns false if there is none of this id. */
    forgetExport: (id: number): boolean =>
      session.write(() => {
        const found = session.one<{ id: number }>('SELECT id FROM exports WHERE id = ?', id) !== undefined;
        if (found) session.run('DELETE FROM exports WHERE id = ?', id);
        return found;
      }),
    /** All exports, oldest first. */
    exports: (): ExportRecord[] =>
      session
        .all<Row>(
          'SELECT id, plan_id AS plan, calibration_id AS calibration, format, path, manifest, created FROM exports ORDER BY id',
        )
        .map((row) => ({ ...row, manifest: session.json(row.manifest, `the manifest of export ${row.id}`) })),
  };
}
