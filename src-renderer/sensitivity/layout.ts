/** The part of the view that a project remembers: the samples to measure on, the energy model, the order of the rows. */
import { z } from 'zod';
import { choicesShape, useMeasurementLayout } from '../measurement/index.ts';
import { COLUMNS } from './rows.ts';

/** Enough to tell most layers apart within a minute or two. */
const FIRST_SAMPLES = 100;

const stored = z.object({
  ...choicesShape(FIRST_SAMPLES),
  sort: z
    .object({ column: z.enum(COLUMNS), descending: z.boolean() })
    .nullable()
    .catch(null),
});

/** Hook: what is remembered, with the project's samples if none were chosen, and what changes it. */
export const useSensitivityLayout = () => useMeasurementLayout('sensitivity', stored);
