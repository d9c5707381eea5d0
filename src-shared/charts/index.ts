/** Charts as plain data, drawn alike in the window, in the report and in copied pictures. */
export type { Axis, BarsMark, CellsMark, Interval, LineMark, Mark, Plot, PointsMark } from './plot.ts';
export { bandRange } from './plot.ts';
export { type Drawing, drawPlot, type DrawOptions, EDGE, FONT, svgOf } from './draw.ts';
export { namedMarks, sample } from './labels.ts';
export { type Area, fractionAxis, fromZero, ratioRange, type Scale, scaleOf, shareRange, ticksOf } from './scales.ts';
export { px, type Shape, shapesText } from './shapes.ts';
export { type Direction, firstSpot, placeOf, type Spot, spotAt, spotBeside, spotWords } from './spots.ts';
export { type Cell, type ChartTable, csvOf, type TableColumn, tableOf } from './table.ts';
export { energyBars, type LayerBar } from './energy-bars.ts';
export {
  accuracyChart,
  activityChart,
  energyChart,
  type Format,
  inColourOf,
  readoutChart,
  type RunChart,
  stoppingChart,
} from './run-charts.ts';
export { type MethodPoint, methodsChart, nameOfPoint } from './methods-chart.ts';
