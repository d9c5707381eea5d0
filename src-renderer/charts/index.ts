/** Charts: the frame that every chart of the window stands in. Drawing is in src-shared/charts. */
export { Chart, type ChartProps } from './chart.tsx';
export { ChartFrame, type ChartFrameProps } from './chart-frame.tsx';
export type { Cell, ChartTable, TableColumn } from '../../src-shared/charts/table.ts';
export { saveBlob } from './hand-over.ts';
export { closerBy, CLOSEST, moved, type Range, rangeIn, scaled } from './zoom.ts';
