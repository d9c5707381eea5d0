/** The choices of a measurement that a project remembers: the samples, their number, the energy model. */
import { z } from 'zod';
import { ENERGY_MODELS } from '../../src-shared/energy/index.ts';
import { setViewLayout, useViewLayout, useWorkbench, workbench } from '../state/index.ts';

/** The fields in the layout of a view. `firstSamples`: their number at first. */
export const choicesShape = (firstSamples: number) => ({
  /** Null: the samples of the last run. */
  dataset: z.string().nullable().catch(null),
  samples: z.int().min(1).nullable().catch(firstSamples),
  model: z.enum(ENERGY_MODELS.map(({ id }) => id)).catch('paper-ratio'),
});

/** The fields, as `choicesShape` describes them. */
export type MeasurementChoices = z.infer<z.ZodObject<ReturnType<typeof choicesShape>>>;

/** Hook: the layout of a view with such fields, with the project's samples if none were chosen, and what changes it. */
export function useMeasurementLayout<T extends MeasurementChoices>(
  view: string,
  schema: z.ZodType<T>,
): readonly [layout: T, change: (change: Partial<T>) => void] {
  const layout = schema.parse(useViewLayout(view) ?? {});
  const dataset = useWorkbench(({ project }) => project?.dataset ?? null);
  const change = (part: Partial<T>): void =>
    setViewLayout(view, { ...schema.parse(workbench().layout.views[view] ?? {}), ...part });
  return [{ ...layout, dataset: layout.dataset ?? dataset }, change];
}
