/** Statistics of values of the float network, collected in parts (docs/algorithm.md §6). */
export { groupingOf } from './groups.ts';
export { addHistograms, type Histograms, noHistograms, together } from './histogram.ts';
export { type Moments, noMoments, pool, variances } from './moments.ts';
export { largestOf, topOf } from './largest.ts';
export { arrayPasses, type Passes, roomFor } from './passes.ts';
export { percentileOf } from './select.ts';
export { floorOf, summarise, type Summary, type SummaryRequest, wantedLargest } from './summary.ts';
