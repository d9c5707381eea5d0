/** The main results of a run after one step, as a window shows them for a run in progress and for a finished one. */
import { z } from 'zod';
import type { StepResult } from '../results/index.ts';

/** The main results of a run after one step. */
export const stepFiguresSchema = z.strictObject({
  step: z.int(),
  /** Fractions 0…1; accuracy null without labels. */
  accuracy: z.number().nullable(),
  agreement: z.number(),
  /** The paper's ratio (docs/algorithm.md §7). */
  energyRatio: z.number(),
  /** Energy of the full ledger divided by that of the float network in 32 bits, and in 8-bit integers (§11). */
  ledgerFloat32: z.number(),
  ledgerInt8: z.number(),
});

/** The main results after one step, as `stepFiguresSchema` describes them. */
export type StepFigures = z.infer<typeof stepFiguresSchema>;

/** The figures of a report's step. */
export const stepFigures = ({ step, accuracy, agreement, energy_ratio, energy }: StepResult): StepFigures => ({
  step,
  accuracy,
  agreement,
  energyRatio: energy_ratio,
  ledgerFloat32: energy.ratio_float32,
  ledgerInt8: energy.ratio_int8,
});
