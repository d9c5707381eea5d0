/** Statistics of the float network's activations, and threshold iteration, which starts from them (docs/algorithm.md §6). */
export { createStatistics } from './statistics.ts';
export type { Statistics, StatisticsAccumulator, StatisticsRequest } from './statistics.ts';
export { isSolved, iterationSteps, thresholdIteration } from './threshold-iteration.ts';
export type { IteratedThresholds } from './threshold-iteration.ts';
