/** The part of the view that a project remembers: the samples to measure on, the energy model, the order of the rows. */
import { z } from 'zod';
import { ENERGY_MODELS } from '../../src-shared/energy/index.ts';
import { setViewLayout, useViewLayout, useWorkbench, workbench } from '../state/index.ts';
import { COLUMNS } from './rows.ts';

const NAME = 'sensitivity';
/** Enough to tell most layers apart within a minute or two. */
const FIRST_SAMPLES = 100;

const stored = z.object({
  /** Null: the samples of the last run. */
  dataset: z.string().nullable().catch(null),
  samples: z.int().min(1).nullable().catch(FIRST_SAMPLES),
  model: z.enum(ENERGY_MODELS.map(({ id }) => id)).catch('paper-ratio'),
  sort: z
    .object({ column: z.enum(COLUMNS), descending: z.boolean() })
    .nullable()
    .catch(null),
});
/** What is remembered. */
export type SensitivityLayout = z.infer<typeof stored>;

const read = (layout: unknown): SensitivityLayout => stored.parse(layout ?? {});

/** Hook: what is remembered, with the project's samples if none were chosen. */
export function useSensitivityLayout(): SensitivityLayout {
  const layout = read(useViewLayout(NAME));
  const dataset = useWorkbench(({ project }) => project?.dataset ?? null);
  return { ...layout, dataset: layout.dataset ?? dataset };
}

/** Changes what is remembered. */
export const keepSensitivityLayout = (change: Partial<SensitivityLayout>): void =>
  setViewLayout(NAME, { ...read(workbench().layout.views[NAME]), ...change });
