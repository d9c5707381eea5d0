/** The part of the view that a project remembers: the samples, the steps, the energy model. */
import { z } from 'zod';
import { choicesShape, useMeasurementLayout } from '../measurement/index.ts';

/** Enough for intervals of a few points, within seconds for a small network. */
const FIRST_SAMPLES = 200;

const stored = z.object({
  ...choicesShape(FIRST_SAMPLES),
  /** Of the methods that prescribe none; null: those of the working plan. */
  steps: z.int().min(1).nullable().catch(null),
});

/** Hook: what is remembered, with the project's samples if none were chosen, and what changes it. */
export const useMethodsLayout = () => useMeasurementLayout('methods', stored);
