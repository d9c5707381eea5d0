/** Models of a project: the file that was converted. Its bytes stay outside of the project, unless they are packed into it. */
import type { Session } from './session.ts';

export interface NewModel {
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** The file's bytes, to be kept in the project. */
  readonly packed?: Uint8Array;
  /** Preprocessing of images and bytes, JSON. */
  readonly preprocess?: unknown;
  /** Time, ISO 8601. */
  readonly at: string;
}

export interface ModelRecord {
  readonly id: number;
  readonly sha256: string;
  readonly path: string;
  readonly size: number;
  readonly packed: boolean;
  readonly preprocess: unknown;
  readonly created: string;
}

interface Row {
  readonly id: number;
  readonly sha256: string;
  readonly path: string;
  readonly size: number;
  readonly packed: number;
  readonly preprocess: string | null;
  readonly created: string;
}

const COLUMNS = 'id, sha256, path, size, packed IS NOT NULL AS packed, preprocess, created';

export function modelFunctions(session: Session) {
  const record = (row: Row): ModelRecord => ({
    ...row,
    packed: row.packed === 1,
    preprocess: row.preprocess === null ? undefined : session.json(row.preprocess, `the preprocessing of model ${row.id}`),
  });
  const model = (id: number): ModelRecord | undefined => {
    const row = session.one<Row>(`SELECT ${COLUMNS} FROM models WHERE id = ?`, id);
    return row && record(row);
  };
  return {
    /** Adds a model. If there is one with that SHA-256, its path, preprocessing and packed bytes are updated. */
    saveModel: (model: NewModel): number =>
      session.write(() => {
        const preprocess = model.preprocess === undefined ? null : JSON.stringify(model.preprocess);
        session.run(
          `INSERT INTO models (sha256, path, size, packed, preprocess, created) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (sha256) DO UPDATE SET path = excluded.path, preprocess = coalesce(excluded.preprocess, preprocess),
             packed = coalesce(excluded.packed, packed)`,
          model.sha256,
          model.path,
          model.size,
          model.packed ?? null,
          preprocess,
          model.at,
        );
        return session.one<{ id: number }>('SELECT id FROM models WHERE sha256 = ?', model.sha256)!.id;
      }),
    model,
    models: (): ModelRecord[] => session.all<Row>(`SELECT ${COLUMNS} FROM models ORDER BY id`).map(record),
    /** The packed bytes of a model; undefined if only its path is known. */
    modelBytes: (id: number): Uint8Array | undefined =>
      session.one<{ packed: Uint8Array | null }>('SELECT packed FROM models WHERE id = ?', id)?.packed ?? undefined,
  };
}
