/** What a run has reached after a step, in brief: what a window shows of a run that goes on, and of a finished one. */
import { z } from 'zod';
import type { StepResult } from '../results/index.ts';

/** The figures of a run after one time step. */
export const stepFiguresSchema = z.strictObject({
  step: z.int(),
  /** Fractions 0…1; accuracy null without labels. */
  accuracy: z.number().nullable(),
  agreement: z.number(),
  /** The paper's ratio (docs/algorithm.md §7). */
  energyRatio: z.number(),
  /** Full ledger over the float network's in 32 bits and in 8-bit integers (§11). */
  ledgerFloat32: z.number(),
  ledgerInt8: z.number(),
});
/** The figures of a run after one time step. */
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
