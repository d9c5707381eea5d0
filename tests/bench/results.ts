/** What `npm run bench` measures, and BENCHMARKS.json, which keeps the newest result of every workload. */
import { join } from 'node:path';
import { z } from 'zod';
import { provenanceFields, readResults, replaced } from '../support/recorded-results.ts';
import { ROOT } from './spikeloom.ts';
import { TABLE_IDS } from './tables.ts';

/** A result in the unit of its table. */
const measuredSchema = z.strictObject({
  table: z.enum(TABLE_IDS),
  workload: z.string().min(1),
  /** Absent if the workload has no aim. */
  aim: z.number().optional(),
  /** Several numbers of one row are runs of the same workload, or the parts that the workload lists, in that order. */
  values: z.array(z.number()).min(1),
  /** What the numbers were made from, or what else was seen. */
  detail: z.string().optional(),
});
const resultSchema = z.strictObject({ ...measuredSchema.shape, ...provenanceFields, machine: z.string().optional() });

export type Measured = z.infer<typeof measuredSchema>;
export type BenchResult = z.infer<typeof resultSchema>;
/** Takes a result as soon as it is measured. */
export type Recorder = (measured: Measured) => void;

export const RESULTS_FILE = 'BENCHMARKS.json';

export const recordedResults = (): BenchResult[] => readResults(join(ROOT, RESULTS_FILE), resultSchema);

/** The recorded results with newly measured ones in their places. The newest result of a workload is the only one that is kept. */
export const withMeasured = (
  recorded: readonly BenchResult[],
  measured: readonly Measured[],
  source: Pick<BenchResult, 'date' | 'commit' | 'machine'>,
): BenchResult[] =>
  replaced(
    recorded,
    measured.map((one) => ({ ...one, ...source })),
    ({ table, workload }) => `${table}\n${workload}`,
  );
