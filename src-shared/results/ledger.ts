/**
 * The full energy ledger as it stands in a report (docs/algorithm.md §11): one row per term, their sum, and the float
 * network it is compared with, in 32-bit floating point and in 8-bit integers. All energies are picojoules per sample,
 * up to and including the step the ledger belongs to.
 */
import { z } from 'zod';

const picojoules = z.number().nonnegative();

/** One term: what was counted, how often per sample, and what that costs. */
export const ledgerRowSchema = z.strictObject({
  /** Stable name for programs: `accumulate`, `constant`, `neuron-update`, `weight-memory` … */
  term: z.string().min(1),
  /** What a person reads. */
  label: z.string().min(1),
  /** How many times, per sample. */
  count: z.number().nonnegative(),
  pj: picojoules,
});

/** An energy ledger: a row for each layer and unit. */
export const ledgerSchema = z.strictObject({
  rows: z.array(ledgerRowSchema),
  total_pj: picojoules,
  float32_pj: picojoules,
  int8_pj: picojoules,
  /** total_pj / float32_pj and total_pj / int8_pj; above 1 the spiking network costs more than what it replaces. */
  ratio_float32: z.number().nonnegative(),
  ratio_int8: z.number().nonnegative(),
});

/** One row of an energy ledger. */
export type LedgerRow = z.infer<typeof ledgerRowSchema>;
/** An energy ledger: a row for each layer and unit. */
export type Ledger = z.infer<typeof ledgerSchema>;
