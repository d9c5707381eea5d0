/** The charts of a run: the same as in the window, drawn here as SVG, each with its figures as a table. */
import {
  accuracyChart,
  activityChart,
  type Cell,
  type ChartTable,
  drawPlot,
  type DrawOptions,
  energyChart,
  inColourOf,
  readoutChart,
  type RunChart,
  stoppingChart,
  svgOf,
  tableOf,
} from '../../src-shared/charts/index.ts';
import { stepFigures } from '../../src-shared/contract/index.ts';
import { NONE, significant } from '../../src-shared/format/index.ts';
import { readoutFromOf } from '../../src-shared/plan/index.ts';
import { overviewOf, type RunReport } from '../../src-shared/results/index.ts';
import { format, whole } from './format.ts';
import { html, type Html, raw } from './html.ts';
import { type Column, table } from './table.ts';

/** The size and names of a drawing, unless its chart says otherwise. */
const SIZE: DrawOptions = { width: 600, height: 240, names: 'ends' };

/** All charts of a run, except those without data. */
export function curves(run: number, report: RunReport): Html {
  const overview = overviewOf(report);
  const steps = report.steps.map(stepFigures);
  const from = readoutFromOf(report.settings);
  const accuracy = accuracyChart(steps, report.ann.accuracy, overview.steps, format, from);
  const bands = `Band: 95 % interval (Wilson, n = ${whole(overview.samples)}).`;
  const charts = [
    { ...accuracy, about: `${accuracy.about} ${bands}` },
    energyChart(steps),
    activityChart(report, format),
    stoppingChart(report, format),
    readoutChart(report, steps.length, format, from),
  ];
  return html`<div class="charts">${charts.map((chart) => chart !== null && chart.plot.marks.length > 0 && figure(inColourOf(run, chart)))}</div>`;
}

/** A chart with its words, and its figures folded away. */
export function figure({ title, about, plot }: RunChart, size: DrawOptions = SIZE): Html {
  const drawing = svgOf(drawPlot(plot, size), title);
  return html`<figure class="chart" style="max-width:${size.width}px"><figcaption><h3>${title}</h3><p>${about}</p></figcaption>${raw(drawing)}<details class="as-table"><summary>Figures as a table</summary>${figuresTable(tableOf(plot))}</details></figure>`;
}

function figuresTable({ columns, rows }: ChartTable): Html {
  const described = columns.map(
    ({ title, format: write }, index): Column<readonly Cell[]> => ({
      title,
      ...(index === 0 ? {} : { kind: 'number' }),
      cell: (row) => shown(row[index]!, write),
    }),
  );
  return table(described, rows);
}

function shown(cell: Cell, write: ((value: number) => string) | undefined): string {
  if (cell === null) return NONE;
  return typeof cell === 'string' ? cell : (write ?? significant)(cell);
}
