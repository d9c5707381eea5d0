/** Numbers and axes as people read them, for the report and for the window. */
export { NONE, numberFormat, points, ratio, significant } from './numbers.ts';
export { logTicks, ticks } from './ticks.ts';
