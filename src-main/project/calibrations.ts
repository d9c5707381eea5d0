/** Calibrations of a project: per neuron layer the thresholds, exactly, and the statistics they were derived from. */
import { DEFAULTS, type DefaultsVersion } from '../../src-shared/plan/index.ts';
import type { ThresholdLevel } from '../../src-shared/plan/types.ts';
import { fromBlob, type StoredArray, toBlob } from './arrays.ts';
import type { Session } from './session.ts';

export interface StoredLayer {
  readonly layer: string;
  readonly level: ThresholdLevel;
  readonly thresholds: StoredArray;
  /** Mean error of each channel `[C]` that the constant part behind the layer takes back; absent if it does not. */
  readonly meanError?: StoredArray;
  /** By name: mean, variance, maximum, percentile, histogram … */
  readonly statistics: Readonly<Record<string, StoredArray>>;
  /** Indices of thresholds that threshold iteration could not solve. */
  readonly unsolved: readonly number[];
  /** Indices of neurons that never fire. */
  readonly silent: readonly number[];
}

/** A layer without its arrays. */
export type StoredLayerHead = Omit<StoredLayer, 'thresholds' | 'meanError' | 'statistics'>;

export interface NewCalibration {
  readonly plan: number;
  /** The source of samples as it was given. */
  readonly source: string;
  readonly samples: number;
  readonly batch: number;
  readonly layers: readonly StoredLayer[];
  /**
   * Id of the calibration whose statistics the thresholds were derived from without a pass over samples. The layers then have no
   * statistics of their own; reading them gives those of the base. A base has no base itself.
   */
  readonly base?: number;
  /** Time, ISO 8601. */
  readonly at: string;
}

export interface CalibrationRecord extends Omit<NewCalibration, 'at' | 'base'> {
  readonly id: number;
  readonly base: number | null;
  /** Version of the defaults that completed the plan when the thresholds were set. */
  readonly defaults: DefaultsVersion;
  readonly created: string;
}

/** A calibration without its layers. */
export type CalibrationHead = Omit<CalibrationRecord, 'layers'>;
type LayerRow = { readonly layer: string; readonly level: ThresholdLevel; readonly unsolved: string; readonly silent: string };
type ArrayRow = { readonly layer: string; readonly name: string; readonly shape: string; readonly data: Uint8Array };

const THRESHOLDS = 'thresholds';
/** Depends on the thresholds, as they do on the plan, so that it is not among the statistics of the base. */
const MEAN_ERROR = 'mean error';
const SELECT = 'SELECT id, plan_id AS plan, source, samples, batch, base_id AS base, defaults, created FROM calibrations';
const SELECT_LAYER = 'SELECT layer, level, unsolved, silent FROM calibration_layers WHERE calibration_id = ?';
const SELECT_ARRAY = 'SELECT layer, name, shape, data FROM calibration_arrays WHERE calibration_id = ?';

export function calibrationFunctions(session: Session) {
  const whole = (head: CalibrationHead | undefined): CalibrationRecord | undefined =>
    head && { ...head, layers: readLayers(session, head) };
  const newest = (): CalibrationHead | undefined => session.one(`${SELECT} ORDER BY id DESC LIMIT 1`);
  return {
    /** Adds a calibration, all layers or nothing, and returns its id. */
    saveCalibration: (calibration: NewCalibration): number => session.write(() => insertCalibration(session, calibration)),
    calibration: (id: number): CalibrationRecord | undefined => whole(session.one(`${SELECT} WHERE id = ?`, id)),
    /** The newest calibration, of `plan` if given. */
    latestCalibration: (plan?: number): CalibrationRecord | undefined =>
      whole(plan === undefined ? newest() : session.one(`${SELECT} WHERE plan_id = ? ORDER BY id DESC LIMIT 1`, plan)),
    /** The newest calibration without its layers. It takes no longer for large layers. */
    latestCalibrationHead: newest,
    /** All calibrations without their layers, newest first. */
    calibrationHeads: (): CalibrationHead[] => session.all<CalibrationHead>(`${SELECT} ORDER BY id DESC`),
    calibrationHead: (id: number): CalibrationHead | undefined => session.one(`${SELECT} WHERE id = ?`, id),
    /** One layer of a calibration without its arrays, which may hold millions of values; undefined if there is no layer of that name. */
    calibrationLayer: ({ id }: CalibrationHead, layer: string): StoredLayerHead | undefined => {
      const row = session.one<LayerRow>(`${SELECT_LAYER} AND layer = ?`, id, layer);
      return row && layerOf(session, row);
    },
    /** One array of a layer: `thresholds`, or a statistic by its name. Undefined if there is no such array. */
    calibrationArray: ({ id, base }: CalibrationHead, layer: string, name: string): StoredArray | undefined => {
      const owner = name === THRESHOLDS ? id : (base ?? id);
      const row = session.one<ArrayRow>(`${SELECT_ARRAY} AND layer = ? AND name = ?`, owner, layer, name);
      return row && arrayOf(session, row);
    },
  };
}

function insertCalibration(session: Session, { plan, source, samples, batch, base, at, layers }: NewCalibration): number {
  const id = session.run(
    'INSERT INTO calibrations (plan_id, source, samples, batch, base_id, defaults, created) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ...[plan, source, samples, batch, base ?? null, DEFAULTS, at],
  );
  layers.forEach(({ layer, level, thresholds, meanError, statistics, unsolved, silent }, position) => {
    session.run(
      'INSERT INTO calibration_layers (calibration_id, position, layer, level, unsolved, silent) VALUES (?, ?, ?, ?, ?, ?)',
      ...[id, position, layer, level, JSON.stringify(unsolved), JSON.stringify(silent)],
    );
    const own = { [THRESHOLDS]: thresholds, ...(meanError && { [MEAN_ERROR]: meanError }) };
    for (const [name, { shape, values }] of Object.entries({ ...statistics, ...own })) {
      session.run(
        'INSERT INTO calibration_arrays (calibration_id, layer, name, shape, data) VALUES (?, ?, ?, ?, ?)',
        ...[id, layer, name, JSON.stringify(shape), toBlob(values)],
      );
    }
  });
  return id;
}

/** The layers of a calibration, with the statistics of its base if it has one. Throws `project.damaged`. */
function readLayers(session: Session, { id, base }: CalibrationHead): StoredLayer[] {
  const found = readArrays(session, id, `IN ('${THRESHOLDS}', '${MEAN_ERROR}')`);
  const statistics = readArrays(session, base ?? id, `NOT IN ('${THRESHOLDS}', '${MEAN_ERROR}')`);
  return session.all<LayerRow>(`${SELECT_LAYER} ORDER BY position`, id).map((row): StoredLayer => {
    const { [THRESHOLDS]: thresholds, [MEAN_ERROR]: meanError } = found.get(row.layer) ?? {};
    if (!thresholds) throw session.damaged(`the calibration of layer ${row.layer}`);
    const own = { ...layerOf(session, row), thresholds, statistics: statistics.get(row.layer) ?? {} };
    return meanError ? { ...own, meanError } : own;
  });
}

/** Arrays of a calibration by layer and name. `names` is an SQL condition on the name. */
function readArrays(session: Session, id: number, names: string): Map<string, Record<string, StoredArray>> {
  const arrays = new Map<string, Record<string, StoredArray>>();
  for (const row of session.all<ArrayRow>(`${SELECT_ARRAY} AND name ${names}`, id))
    arrays.set(row.layer, { ...arrays.get(row.layer), [row.name]: arrayOf(session, row) });
  return arrays;
}

function arrayOf(session: Session, { layer, name, shape: text, data }: ArrayRow): StoredArray {
  const what = `${name} of layer ${layer}`;
  const shape = session.json<number[]>(text, what);
  const values = fromBlob(data, shape);
  if (!values) throw session.damaged(what);
  return { shape, values };
}

function layerOf(session: Session, { layer, level, unsolved, silent }: LayerRow): StoredLayerHead {
  const what = `the calibration of layer ${layer}`;
  return { layer, level, unsolved: session.json<number[]>(unsolved, what), silent: session.json<number[]>(silent, what) };
}
