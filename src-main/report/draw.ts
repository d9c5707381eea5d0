/** Drawing with Observable Plot outside a browser: every chart of the report has the same size, margins and axes. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { colour, sizes } from '../../src-shared/theme/tokens.ts';
import { escapeHtml, type Html, raw } from './html.ts';

export const WIDTH = 600;
export const HEIGHT = 240;
/** Margins of the plot: y labels on the left, names of the lines on the right. */
export const MARGIN = { left: 44, right: 132, top: 12, bottom: 36 } as const;

/** A chart as SVG text. Screen readers read out `label`. */
export function draw(label: string, options: Plot.PlotOptions): Html {
  const { document } = parseHTML('<html><body></body></html>');
  const drawing = Plot.plot({
    document: document as unknown as NonNullable<Plot.PlotOptions['document']>,
    width: WIDTH,
    height: HEIGHT,
    marginLeft: MARGIN.left,
    marginRight: MARGIN.right,
    marginTop: MARGIN.top,
    marginBottom: MARGIN.bottom,
    style: { fontSize: `${sizes.small}px`, color: colour('muted') },
    ...options,
  }) as unknown as { readonly outerHTML: string };
  return raw(drawing.outerHTML.replace('<svg ', `<svg role="img" aria-label="${escapeHtml(label)}" `));
}

/** Hairlines behind a chart, at its y ticks. */
export const gridY = (options: Plot.GridYOptions = {}): Plot.Markish =>
  Plot.gridY({ stroke: colour('hairline'), strokeOpacity: 1, ...options });

/** Axes without tick marks. The label stands where Plot would draw an arrow. */
export const axisX = (label: string, options: Plot.AxisXOptions = {}): Plot.Markish =>
  Plot.axisX({ label, labelArrow: 'none', labelAnchor: 'center', tickSize: 0, tickPadding: 8, ...options });

export const axisY = (options: Plot.AxisYOptions = {}): Plot.Markish =>
  Plot.axisY({ label: null, tickSize: 0, tickPadding: 8, ...options });

/** A text beside the end of a line. Texts that would overlap are moved apart. `y`: a value on the scale that `pixels` maps. */
export interface EndLabel {
  readonly text: string;
  readonly y: number;
  readonly fill: string;
}

/** Labels to the right of the last step, at least `gap` px apart. `pixels` maps a value to its height in the drawing. */
export function endLabels(x: number, labels: readonly EndLabel[], pixels: (y: number) => number, gap = 15): Plot.Markish[] {
  const placed = labels.map((label) => ({ ...label, at: pixels(label.y) })).sort((a, b) => a.at - b.at);
  for (let index = 1; index < placed.length; index++) {
    placed[index]!.at = Math.max(placed[index]!.at, placed[index - 1]!.at + gap);
  }
  // Labels that were pushed below the drawing move up again together.
  const bottom = HEIGHT - MARGIN.bottom;
  for (let index = placed.length - 1, limit = bottom; index >= 0; index--, limit -= gap) {
    placed[index]!.at = Math.min(placed[index]!.at, limit);
  }
  return placed.map(({ text, y, fill, at }) =>
    Plot.text([{ x, y }], { x: 'x', y: 'y', text: () => text, fill, dx: 10, dy: at - pixels(y), textAnchor: 'start' }),
  );
}
