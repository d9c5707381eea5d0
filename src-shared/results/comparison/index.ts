/** The comparison of two runs: one function, one schema for all surfaces. */
export { type ComparedRun, runName } from './compared-run.ts';
export { compareRuns } from './compare-runs.ts';
export {
  type ComparedLayer,
  type ComparedShares,
  type ComparedStep,
  type RunComparison,
  runComparisonSchema,
  type SettingDifference,
} from './schema.ts';
