/** How often a layer sent spikes of each size. */
import { type ReactElement, useMemo } from 'react';
import { ChartFrame, type ChartTable } from '../charts/index.ts';
import { spikeTexts as texts } from '../texts/spikes.ts';
import { whole } from '../ui/format.ts';
import { useSize } from '../ui/use-size.ts';
import type { Recording } from './recording.ts';
import { type SizeBar, sizeBars, sizeText } from './spike-sizes.ts';

interface SizesChartProps {
  readonly recording: Recording;
  /** The chosen step, from 0. */
  readonly step: number;
}

export function SizesChart({ recording: { layer, steps }, step }: SizesChartProps): ReactElement {
  const bars = useMemo(() => sizeBars(layer, steps, step), [layer, steps, step]);
  return (
    <ChartFrame className="spikes-sizes" title={texts.sizes} about={texts.sizesAbout} table={() => sizesTable(bars, step)}>
      <Bars bars={bars} step={step} />
    </ChartFrame>
  );
}

const [TOP, BOTTOM] = [14, 34];

function Bars({ bars, step }: { readonly bars: readonly SizeBar[]; readonly step: number }): ReactElement {
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const most = Math.max(1, ...bars.map(({ all }) => all));
  const each = width / Math.max(1, bars.length);
  const tall = (count: number): number => Math.max(count > 0 ? 1 : 0, (count / most) * Math.max(0, height - TOP - BOTTOM));
  const floor = height - BOTTOM;
  const every = Math.ceil(36 / Math.max(1, each));
  return (
    <div className="spikes-plot" ref={box}>
      <svg width={width} height={height} role="img" aria-label={bars.map((bar) => words(bar, step)).join('; ')}>
        <text x={0} y={10}>
          {whole(most)}
        </text>
        <line x1={0} x2={width} y1={TOP} y2={TOP} className="spikes-grid" />
        {bars.map((bar, index) => (
          <g key={bar.from} className="spikes-bar" data-sign={bar.to < 0 ? 'negative' : 'positive'}>
            <title>{words(bar, step)}</title>
            <rect x={index * each} width={each} y={0} height={height} fill="transparent" />
            <rect
              className="spikes-all"
              x={index * each + 1}
              width={Math.max(1, each - 2)}
              y={floor - tall(bar.all)}
              height={tall(bar.all)}
            />
            <rect
              className="spikes-step"
              x={index * each + 1}
              width={Math.max(1, each - 2)}
              y={floor - tall(bar.now)}
              height={tall(bar.now)}
            />
            {index % every === 0 ? (
              <text x={(index + 0.5) * each} y={floor + 12 + (Math.floor(index / every) % 2) * 14} textAnchor="middle">
                {sizeText(bar.from)}
              </text>
            ) : null}
          </g>
        ))}
      </svg>
    </div>
  );
}

const nameOf = ({ from, to }: SizeBar): string => (from === to ? sizeText(from) : `${sizeText(from)} … ${sizeText(to)}`);
const words = (bar: SizeBar, step: number): string =>
  `${nameOf(bar)}: ${texts.columns.all} ${whole(bar.all)}, ${texts.columns.now(step + 1)} ${whole(bar.now)}`;

const sizesTable = (bars: readonly SizeBar[], step: number): ChartTable => ({
  columns: [texts.columns.size, texts.columns.all, texts.columns.now(step + 1)].map((title) => ({ title })),
  rows: bars.map((bar) => [nameOf(bar), bar.all, bar.now]),
});
