/** The columns of the table of runs: their values and texts, which of them are shown, and the order of the runs. */
import type { RunSummary } from '../../../src-shared/contract/index.ts';
import { type RunOutline, wilson } from '../../../src-shared/results/index.ts';
import { runsTexts } from '../../texts/runs.ts';
import { duration, energy, fileName, moment, percent, ratio, significant, whole } from '../../ui/format.ts';

/** A value of a column; null if the run has none. */
export type Value = number | string | null;

interface Definition {
  readonly value: (run: RunSummary) => Value;
  /** How a value is shown; text as it is if it is left out. */
  readonly text?: (value: number, run: RunSummary) => string;
  /** Width in px. */
  readonly width: number;
  /** True for settings of the run, false for what came of it and for what a person wrote. */
  readonly isSetting?: boolean;
}

const figure =
  (name: keyof RunOutline) =>
  ({ outline }: RunSummary): Value =>
    outline?.[name] ?? null;

/** `80.4 % (77.8–82.7)`. */
function accuracyText(value: number, { samples }: RunSummary): string {
  const { low, high } = wilson(Math.round(value * samples), samples);
  return `${percent(value)} (${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)})`;
}

const DEFINITIONS = {
  name: { value: ({ id }) => id, text: (_, run) => runTitle(run), width: 168 },
  accuracy: { value: figure('accuracy'), text: accuracyText, width: 148 },
  agreement: { value: figure('agreement'), text: accuracyText, width: 148 },
  annAccuracy: { value: figure('annAccuracy'), text: (value) => percent(value), width: 84 },
  energyPj: { value: figure('energyPj'), text: energy, width: 84 },
  ratioFloat32: { value: figure('ratioFloat32'), text: ratio, width: 84 },
  ratioInt8: { value: figure('ratioInt8'), text: ratio, width: 72 },
  energyRatio: { value: figure('energyRatio'), text: ratio, width: 96 },
  activity: { value: figure('activity'), text: (value) => percent(value), width: 76 },
  steps: { value: figure('steps'), text: String, width: 44, isSetting: true },
  readout: { value: ({ outline }) => outline && (outline.readout ?? 1), text: String, width: 44, isSetting: true },
  coding: { value: figure('coding'), width: 128, isSetting: true },
  neuron: { value: figure('neuron'), width: 84, isSetting: true },
  thresholds: { value: figure('thresholds'), text: String, width: 92, isSetting: true },
  method: { value: figure('method'), width: 84, isSetting: true },
  level: { value: figure('level'), width: 76, isSetting: true },
  scale: { value: figure('scale'), text: (value) => significant(value), width: 76, isSetting: true },
  tau: { value: figure('tau'), text: (value) => significant(value), width: 56, isSetting: true },
  samples: { value: ({ samples }) => samples, text: whole, width: 80, isSetting: true },
  dataset: { value: ({ dataset }) => fileName(dataset), width: 112, isSetting: true },
  calibration: { value: figure('calibration'), text: whole, width: 108, isSetting: true },
  engine: { value: ({ engine }) => engine, width: 84, isSetting: true },
  numbers: { value: ({ numbers }) => numbers ?? 'float', width: 76, isSetting: true },
  version: { value: ({ version }) => version, text: String, width: 52, isSetting: true },
  totalMs: { value: figure('totalMs'), text: duration, width: 84 },
  created: { value: ({ created }) => created, width: 108 },
  state: { value: ({ state }) => state, width: 84 },
  tags: { value: ({ tags }) => tags.join(', ') || null, width: 120 },
  note: { value: ({ note }) => note.split('\n')[0] || null, width: 168 },
} as const satisfies Readonly<Record<string, Definition>>;

export type ColumnId = keyof typeof DEFINITIONS;
export const COLUMN_IDS = Object.keys(DEFINITIONS) as readonly ColumnId[];
const definition = (id: ColumnId): Definition => DEFINITIONS[id];

/** `Run 3`, or the name that it was given. */
export const runTitle = ({ id, name }: Pick<RunSummary, 'id' | 'name'>): string => name || runsTexts.runNumber(id);

export const widthOf = (id: ColumnId): number => definition(id).width;
export const isSetting = (id: ColumnId): boolean => definition(id).isSetting === true;
export const valueOf = (id: ColumnId, run: RunSummary): Value => definition(id).value(run);

/** The text of a cell; `–` for what a run does not have. */
export function textOf(id: ColumnId, run: RunSummary): string {
  const value = valueOf(id, run);
  if (value === null) return '–';
  if (id === 'created') return moment(run.created);
  return typeof value === 'number' ? (definition(id).text?.(value, run) ?? String(value)) : value;
}

/** Shown of a single run, which differs from none. */
const FIRST: ReadonlySet<ColumnId> = new Set([
  'accuracy',
  'agreement',
  'energyPj',
  'ratioFloat32',
  'steps',
  'samples',
  'created',
]);

/** Columns that only some runs need a value in: having none is a difference there. Elsewhere it says that a run is not done. */
const OPTIONAL: ReadonlySet<ColumnId> = new Set(['tags', 'note']);

/** True if the runs do not all have the same value. */
function differs(id: ColumnId, runs: readonly RunSummary[]): boolean {
  const values = runs.map((run) => valueOf(id, run));
  return new Set(OPTIONAL.has(id) ? values : values.filter((value) => value !== null)).size > 1;
}

/** The columns that are shown: those that a person chose, and otherwise those in which runs differ. The name always is. */
export const columnsShown = (runs: readonly RunSummary[], chosen: Readonly<Record<string, boolean>>): readonly ColumnId[] =>
  COLUMN_IDS.filter((id) => id === 'name' || (chosen[id] ?? (runs.length > 1 ? differs(id, runs) : FIRST.has(id))));

/** The order of the runs. */
export interface Sort {
  readonly column: ColumnId;
  readonly descending: boolean;
}

/** The runs in order. Those without a value are last in both directions, and equal ones are newest first. */
export function sortedRuns(runs: readonly RunSummary[], { column, descending }: Sort): readonly RunSummary[] {
  const sign = descending ? -1 : 1;
  return runs.toSorted((a, b) => {
    const [x, y] = [valueOf(column, a), valueOf(column, b)];
    if (x === y) return b.id - a.id;
    if (x === null || y === null) return x === null ? 1 : -1;
    if (typeof x === 'number' && typeof y === 'number') return sign * (x - y);
    return sign * String(x).localeCompare(String(y), 'en', { numeric: true });
  });
}
