/** Numbers and axes as people read them, and texts as XML has them, for the report and for the window. */
export { NONE, numberFormat, points, ratio, significant } from './numbers.ts';
export { logTicks, ticks } from './ticks.ts';
export { allowedInXml, xmlText } from './xml.ts';
