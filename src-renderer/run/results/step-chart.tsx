/** Curves over the time steps, with a legend that says the values of the step under the pointer, or of the last one. */
import { type ReactElement, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { colour } from '../../../src-shared/theme/tokens.ts';
import { useScheme } from '../../ui/index.ts';
import { useSize } from '../../ui/use-size.ts';
import type { Curves, Line } from './curves.ts';
import { chartOptions } from './uplot-options.ts';
import { curveWords } from './words.ts';

export interface StepChartProps {
  readonly title: string;
  readonly about: string;
  readonly curves: Curves;
  readonly format: (value: number) => string;
  /** For ticks, where they should be shorter. */
  readonly formatTick?: (value: number) => string;
  /** Index of the step that is pointed at, in any of the charts or the table. */
  readonly hovered: number | null;
  readonly onHover: (index: number | null) => void;
}

/** The chart fills its place. */
export function StepChart({ title, about, curves, format, formatTick = format, hovered, onHover }: StepChartProps): ReactElement {
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const chart = useRef<uPlot>(null);
  const latest = useRef(curves);
  latest.current = curves;
  const scheme = useScheme();
  const hasRoom = width > 0 && height > 0;
  // uPlot keeps series and scales for life; values, range and size change without a new chart.
  const structure = `${curves.scale} ${curves.lines.map(({ label, band }) => label + (band ? '±' : '')).join()} ${curves.steps.length}`;

  useEffect(() => {
    if (!hasRoom) return;
    const options = chartOptions({ width, height, curves: () => latest.current, format: formatTick, onHover });
    const made = new uPlot(options, dataOf(latest.current), box.current!);
    chart.current = made;
    return () => {
      made.destroy();
      chart.current = null;
    };
    // Size and values have effects of their own below; colours are read when it is made.
  }, [structure, scheme, hasRoom]);
  useEffect(() => void chart.current?.setData(dataOf(curves)), [curves]);
  useEffect(() => {
    if (hasRoom) chart.current?.setSize({ width, height });
  }, [width, height, hasRoom]);

  const at = hovered ?? curves.steps.length - 1;
  return (
    <figure className="run-chart">
      <figcaption title={about}>
        <h3>{title}</h3>
        <ul className="run-legend">
          {curves.lines.map((line) => (
            <li key={line.label}>
              <Swatch line={line} />
              <span>{line.label}</span>
              <strong>{valueAt(line, at, format)}</strong>
            </li>
          ))}
        </ul>
      </figcaption>
      <div className="run-plot" ref={box} role="img" aria-label={curveWords(title, curves, format)} />
    </figure>
  );
}

/** Steps, lines, and the edges of bands as `chartOptions` orders them. */
const dataOf = ({ steps, lines }: Curves): uPlot.AlignedData => [
  [...steps],
  ...lines.map(({ values }) => [...values]),
  ...lines.flatMap(({ band }) => (band ? [band.map((one) => one?.high ?? null), band.map((one) => one?.low ?? null)] : [])),
];

function valueAt({ values }: Line, index: number, format: (value: number) => string): string {
  const value = values[index] ?? null;
  return value === null ? '–' : format(value);
}

const Swatch = ({ line: { colour: name, dash, reference } }: { readonly line: Line }): ReactElement => (
  <svg width={20} height={8} aria-hidden>
    <line x1={0} x2={20} y1={4} y2={4} stroke={colour(name)} strokeWidth={reference ? 1 : 2} strokeDasharray={dash.join(' ')} />
  </svg>
);
