/** How the step charts look: uPlot's options in the window's colours and type. */
import type uPlot from 'uplot';
import { fonts } from '../../../src-shared/theme/tokens.ts';
import { colourNow } from '../../ui/index.ts';
import { logTicks, ticks } from '../../../src-shared/format/index.ts';
import type { Curves, Line } from './curves.ts';

const FONT = `11px ${fonts.text}`;
/** More steps than this are drawn without points. */
const MOST_POINTS = 40;
/** Room for a tick's label in px. */
const TICK_PX = 32;

export interface ChartWishes {
  readonly width: number;
  readonly height: number;
  /** The curves of now: asked again whenever uPlot draws. */
  readonly curves: () => Curves;
  readonly format: (value: number) => string;
  /** Index of the step under the pointer; null where it is elsewhere. */
  readonly onHover: (index: number | null) => void;
}

export function chartOptions({ width, height, curves, format, onHover }: ChartWishes): uPlot.Options {
  const { lines, scale } = curves();
  return {
    width,
    height,
    legend: { show: false },
    padding: [8, 12, 0, 0],
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
    scales: {
      x: { time: false, range: () => stepRange(curves().steps) },
      y: { distr: scale === 'log' ? 3 : 1, range: () => [...curves().range] as [number, number] },
    },
    axes: [
      {
        ...axis(),
        grid: { show: false },
        size: 22,
        gap: 4,
        splits: (plot) => {
          const [low, high] = stepRange(curves().steps);
          return ticks(Math.ceil(low), high, Math.max(2, plot.width / TICK_PX)).filter(Number.isInteger);
        },
      },
      {
        ...axis(),
        size: 48,
        gap: 4,
        splits: (plot) => (scale === 'log' ? logTicks : ticks)(...curves().range, Math.max(2, plot.height / (1.2 * TICK_PX))),
        values: (_, splits) => splits.map((value) => (value === null ? '' : format(value))),
      },
    ],
    series: [{}, ...lines.map((line) => seriesOf(line, curves().steps.length)), ...lines.flatMap(edges)],
    bands: bandsOf(lines),
    hooks: { setCursor: [({ cursor }) => onHover(cursor.idx ?? null)] },
  };
}

/** Half a step beyond the first and the last. */
const stepRange = (steps: readonly number[]): [number, number] => [(steps[0] ?? 1) - 0.5, (steps.at(-1) ?? 1) + 0.5];

const axis = (): uPlot.Axis => ({
  stroke: () => colourNow('muted'),
  font: FONT,
  grid: { stroke: () => colourNow('hairline'), width: 1 },
  ticks: { show: false },
});

/** The edges of a line's band, which are not drawn themselves. They follow all lines, the upper before the lower. */
const edges = ({ band }: Line): uPlot.Series[] =>
  band ? ['high', 'low'].map((label) => ({ label, stroke: 'transparent', width: 0, points: { show: false } })) : [];

/** The share of a line's colour that its band has. */
const BAND_OPACITY = '26';

function bandsOf(lines: readonly Line[]): uPlot.Band[] {
  return lines
    .filter(({ band }) => band)
    .map(({ colour }, index) => {
      const upper = 1 + lines.length + 2 * index;
      return { series: [upper, upper + 1], fill: () => `${colourNow(colour)}${BAND_OPACITY}` };
    });
}

const seriesOf = ({ label, colour, dash, reference = false }: Line, steps: number): uPlot.Series => ({
  label,
  stroke: () => colourNow(colour),
  width: reference ? 1 : 2,
  dash: [...dash],
  spanGaps: false,
  points: { show: !reference && steps <= MOST_POINTS, size: 5, fill: () => colourNow(colour) },
});
