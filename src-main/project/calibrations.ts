/** Calibrations of a project: per neuron layer the thresholds, exactly, and the statistics they were derived from. */
import { DEFAULTS, type DefaultsVersion } from '../../src-shared/plan/index.ts';
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

/** A layer without its numbers. */
export type StoredLayerHead = Omit<StoredLayer, 'thresholds' | 'statistics'>;

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
  /** Version of the defaults that the plan was read with when the thresholds were set. */
  readonly defaults: DefaultsVersion;
  readonly created: string;
}

/** A calibration without its layers. */
export type CalibrationHead = Omit<CalibrationRecord, 'layers'>;
type Head = CalibrationHead;
type LayerRow = { readonly layer: string; readonly level: ThresholdLevel; readonly unsolved: string; readonly silent: string };
type ArrayRow = { readonly layer: string; readonly name: string; readonly shape: string; readonly data: Uint8Array };

const THRESHOLDS = 'thresholds';
const SELECT = 'SELECT id, plan_id AS plan, source, samples, batch, base_id AS base, defaults, created FROM calibrations';

export function calibrationFunctions(session: Session) {
  const save = (calibration: NewCalibration): number => {
    const { plan, source, samples, batch, base, at, layers } = calibration;
    const insert =
      'INSERT INTO calibrations (plan_id, source, samples, batch, base_id, defaults, created) VALUES (?, ?, ?, ?, ?, ?, ?)';
    const id = session.run(insert, plan, source, samples, batch, base ?? null, DEFAULTS, at);
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

  /** One array, from its row. */
  const arrayOf = ({ layer, name, shape: text, data }: ArrayRow): StoredArray => {
    const what = `${name} of layer ${layer}`;
    const shape = session.json<number[]>(text, what);
    const values = fromBlob(data, shape);
    if (!values) throw session.damaged(what);
    return { shape, values };
  };
  const sources = ({ id, base }: Head, name: string): number => (name === THRESHOLDS ? id : (base ?? id));
  const readArray = (head: Head, layer: string, name: string): StoredArray | undefined => {
    const select = 'SELECT layer, name, shape, data FROM calibration_arrays WHERE calibration_id = ? AND layer = ? AND name = ?';
    const row = session.one<ArrayRow>(select, sources(head, name), layer, name);
    return row && arrayOf(row);
  };

  /** The named arrays of a calibration's layers. */
  const readArrays = (id: number, of: string): Map<string, Record<string, StoredArray>> => {
    const arrays = new Map<string, Record<string, StoredArray>>();
    const select = `SELECT layer, name, shape, data FROM calibration_arrays WHERE calibration_id = ? AND name ${of}`;
    const rows = session.all<ArrayRow>(select, id);
    for (const row of rows) arrays.set(row.layer, { ...arrays.get(row.layer), [row.name]: arrayOf(row) });
    return arrays;
  };

  const SELECT_LAYER = 'SELECT layer, level, unsolved, silent FROM calibration_layers WHERE calibration_id = ?';
  const layerOf = ({ layer, level, unsolved, silent }: LayerRow): StoredLayerHead => {
    const what = `the calibration of layer ${layer}`;
    return { layer, level, unsolved: session.json<number[]>(unsolved, what), silent: session.json<number[]>(silent, what) };
  };
  const readLayers = ({ id, base }: Head): StoredLayer[] => {
    const thresholds = readArrays(id, `= '${THRESHOLDS}'`);
    const statistics = readArrays(base ?? id, `<> '${THRESHOLDS}'`);
    return session.all<LayerRow>(`${SELECT_LAYER} ORDER BY position`, id).map((row): StoredLayer => {
      const own = thresholds.get(row.layer)?.[THRESHOLDS];
      if (!own) throw session.damaged(`the calibration of layer ${row.layer}`);
      return { ...layerOf(row), thresholds: own, statistics: statistics.get(row.layer) ?? {} };
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
    /** All calibrations without their layers, newest first. */
    calibrationHeads: (): CalibrationHead[] => session.all<Head>(`${SELECT} ORDER BY id DESC`),
    calibrationHead: (id: number): CalibrationHead | undefined => session.one<Head>(`${SELECT} WHERE id = ?`, id),
    /** One layer of a calibration without its numbers, which may be millions; undefined where it has none of that name. */
    calibrationLayer: ({ id }: CalibrationHead, layer: string): StoredLayerHead | undefined => {
      const row = session.one<LayerRow>(`${SELECT_LAYER} AND layer = ?`, id, layer);
      return row && layerOf(row);
    },
    /** One array of a layer, `thresholds` or a statistic by its name; undefined where there is none. */
    calibrationArray: readArray,
  };
}
