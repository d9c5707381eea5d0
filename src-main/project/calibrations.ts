/** Calibrations of a project: per neuron layer the thresholds, exactly, and the statistics they were derived from. */
import type { ThresholdLevel } from '../../src-shared/plan/types.ts';
import { fromBlob, type StoredArray, toBlob } from './arrays.ts';
import type { Session } from './session.ts';

export interface StoredLayer {
  readonly layer: string;
  readonly level: ThresholdLevel;
  readonly thresholds: StoredArray;
  /** By name: mean, variance, maximum, percentile, histogram … */
  readonly statistics: Readonly<Record<string, StoredArray>>;
  /** Indices of thresholds that threshold iteration could not solve, and of neurons that never fire. */
  readonly unsolved: readonly number[];
  readonly silent: readonly number[];
}

export interface NewCalibration {
  readonly plan: number;
  /** The source of samples as it was given. */
  readonly source: string;
  readonly samples: number;
  readonly batch: number;
  readonly layers: readonly StoredLayer[];
  /**
   * The calibration whose statistics the thresholds were derived from, without a pass over samples: `layers` then hold none of
   * their own, and reading gives those of the base. A base has none itself.
   */
  readonly base?: number;
  /** Time, ISO 8601. */
  readonly at: string;
}

export interface CalibrationRecord extends Omit<NewCalibration, 'at' | 'base'> {
  readonly id: number;
  readonly base: number | null;
  readonly created: string;
}

/** A calibration without its layers. */
export type CalibrationHead = Omit<CalibrationRecord, 'layers'>;
type Head = CalibrationHead;
type LayerRow = { readonly layer: string; readonly level: ThresholdLevel; readonly unsolved: string; readonly silent: string };
type ArrayRow = { readonly layer: string; readonly name: string; readonly shape: string; readonly data: Uint8Array };

const THRESHOLDS = 'thresholds';
const SELECT = 'SELECT id, plan_id AS plan, source, samples, batch, base_id AS base, created FROM calibrations';

export function calibrationFunctions(session: Session) {
  const save = (calibration: NewCalibration): number => {
    const { plan, source, samples, batch, base, at, layers } = calibration;
    const insert = 'INSERT INTO calibrations (plan_id, source, samples, batch, base_id, created) VALUES (?, ?, ?, ?, ?, ?)';
    const id = session.run(insert, plan, source, samples, batch, base ?? null, at);
    layers.forEach(({ layer, level, thresholds, statistics, unsolved, silent }, position) => {
      session.run(
        'INSERT INTO calibration_layers (calibration_id, position, layer, level, unsolved, silent) VALUES (?, ?, ?, ?, ?, ?)',
        ...[id, position, layer, level, JSON.stringify(unsolved), JSON.stringify(silent)],
      );
      for (const [name, { shape, values }] of Object.entries({ ...statistics, [THRESHOLDS]: thresholds })) {
        session.run(
          'INSERT INTO calibration_arrays (calibration_id, layer, name, shape, data) VALUES (?, ?, ?, ?, ?)',
          ...[id, layer, name, JSON.stringify(shape), toBlob(values)],
        );
      }
    });
    return id;
  };

  /** The named arrays of a calibration's layers: those of one, or of all. */
  const readArrays = (id: number, of: string, layer: string | undefined): Map<string, Record<string, StoredArray>> => {
    const arrays = new Map<string, Record<string, StoredArray>>();
    const select = `SELECT layer, name, shape, data FROM calibration_arrays WHERE calibration_id = ? AND name ${of}`;
    const rows =
      layer === undefined ? session.all<ArrayRow>(select, id) : session.all<ArrayRow>(`${select} AND layer = ?`, id, layer);
    for (const { layer: owner, name, shape: text, data } of rows) {
      const what = `${name} of layer ${owner}`;
      const shape = session.json<number[]>(text, what);
      const values = fromBlob(data, shape);
      if (!values) throw session.damaged(what);
      arrays.set(owner, { ...arrays.get(owner), [name]: { shape, values } });
    }
    return arrays;
  };

  const readLayers = ({ id, base }: Head, layer?: string): StoredLayer[] => {
    const thresholds = readArrays(id, `= '${THRESHOLDS}'`, layer);
    const statistics = readArrays(base ?? id, `<> '${THRESHOLDS}'`, layer);
    const select = 'SELECT layer, level, unsolved, silent FROM calibration_layers WHERE calibration_id = ?';
    const rows =
      layer === undefined
        ? session.all<LayerRow>(`${select} ORDER BY position`, id)
        : session.all<LayerRow>(`${select} AND layer = ?`, id, layer);
    return rows.map((row): StoredLayer => {
      const what = `the calibration of layer ${row.layer}`;
      const own = thresholds.get(row.layer)?.[THRESHOLDS];
      if (!own) throw session.damaged(what);
      const [unsolved, silent] = [session.json<number[]>(row.unsolved, what), session.json<number[]>(row.silent, what)];
      return {
        layer: row.layer,
        level: row.level,
        thresholds: own,
        statistics: statistics.get(row.layer) ?? {},
        unsolved,
        silent,
      };
    });
  };
  const read = (head: Head): CalibrationRecord => ({ ...head, layers: readLayers(head) });
  const first = (head: Head | undefined): CalibrationRecord | undefined => head && read(head);

  return {
    /** Adds a calibration, all layers or nothing, and returns its id. */
    saveCalibration: (calibration: NewCalibration): number => session.write(() => save(calibration)),
    calibration: (id: number): CalibrationRecord | undefined => first(session.one<Head>(`${SELECT} WHERE id = ?`, id)),
    /** The newest calibration, of `plan` if given. */
    latestCalibration: (plan?: number): CalibrationRecord | undefined =>
      first(
        plan === undefined
          ? session.one<Head>(`${SELECT} ORDER BY id DESC LIMIT 1`)
          : session.one<Head>(`${SELECT} WHERE plan_id = ? ORDER BY id DESC LIMIT 1`, plan),
      ),
    /** The newest calibration without its layers: a look that costs nothing however large they are. */
    latestCalibrationHead: (): CalibrationHead | undefined => session.one<Head>(`${SELECT} ORDER BY id DESC LIMIT 1`),
    calibrationHead: (id: number): CalibrationHead | undefined => session.one<Head>(`${SELECT} WHERE id = ?`, id),
    /** One layer of a calibration; undefined where it has none of that name. */
    calibrationLayer: (head: CalibrationHead, layer: string): StoredLayer | undefined => readLayers(head, layer)[0],
  };
}
