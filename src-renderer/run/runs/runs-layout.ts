/** What a project remembers of the view of its runs: the part in front, the columns, the order, the energy of the chart. */
import { z } from 'zod';
import { type Json, setViewLayout, viewLayout } from '../../state/index.ts';
import { COLUMN_IDS, type ColumnId } from './columns.ts';

/** What the layout remembers it by. */
export const RUNS_LAYOUT = 'runs';

/** The parts of the view, in their order. */
export const PARTS = ['table', 'compare', 'pareto', 'parallel'] as const;
/** A part of the view. */
export type Part = (typeof PARTS)[number];

/** The energies that a chart can have on its axis. */
export const ENERGIES = ['ratioFloat32', 'ratioInt8', 'energyRatio'] as const;
/** An energy of the axis. */
export type Energy = (typeof ENERGIES)[number];

const schema = z.object({
  part: z.enum(PARTS).catch('table'),
  /** Columns that a person showed or hid. */
  columns: z.record(z.string(), z.boolean()).catch({}),
  sort: z
    .object({ column: z.enum(COLUMN_IDS as [ColumnId]), descending: z.boolean() })
    .catch({ column: 'created', descending: true }),
  energy: z.enum(ENERGIES).catch('ratioFloat32'),
});
/** What is remembered of the view of runs. */
export type RunsLayout = z.infer<typeof schema>;

/** A stored layout, read; what cannot be read is as in a new project. */
export const readRunsLayout = (stored: Json | undefined): RunsLayout => schema.parse(stored ?? {});

/** Changes what is remembered. */
export const keepRunsLayout = (change: Partial<RunsLayout>): void =>
  setViewLayout(RUNS_LAYOUT, { ...readRunsLayout(viewLayout(RUNS_LAYOUT)), ...change });
