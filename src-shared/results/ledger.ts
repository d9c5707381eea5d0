/**
 * The full energy ledger in a report (docs/algorithm.md §11): one row per term, their sum, and the float network for comparison,
 * in 32-bit floating point and in 8-bit integers. All energies are in picojoules per sample, from the first step to the step of
 * the ledger.
 */
import { z } from 'zod';

const picojoules = z.number().nonnegative();

/** One term: its name, its count per sample, and its energy. */
export const ledgerRowSchema = z.strictObject({
  /** Stable name for programs: `accumulate`, `constant`, `neuron-update`, `weight-memory` … */
  term: z.string().min(1),
  /** Label for a person. */
  label: z.string().min(1),
  /** Count per sample. */
  count: z.number().nonnegative(),
  pj: picojoules,
});

/** The full ledger after one step. */
export const ledgerSchema = z.strictObject({
  rows: z.array(ledgerRowSchema),
  total_pj: picojoules,
  float32_pj: picojoules,
  int8_pj: picojoules,
  /** total_pj / float32_pj and total_pj / int8_pj. Above 1 the spiking network needs more energy than the network it replaces. */
  ratio_float32: z.number().nonnegative(),
  ratio_int8: z.number().nonnegative(),
});

/** A row of the ledger, as `ledgerRowSchema` describes it. */
export type LedgerRow = z.infer<typeof ledgerRowSchema>;

/** The full ledger, as `ledgerSchema` describes it. */
export type Ledger = z.infer<typeof ledgerSchema>;
