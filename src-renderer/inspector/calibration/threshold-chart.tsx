/**
 * The values that a layer's neurons receive, the threshold among them as a line that can be moved, and below, over the same axis, what
 * the neurons send for each value beside what the float network has.
 */
import type { ReactElement } from 'react';
import type { NeuronRule } from '../../../src-shared/plan/index.ts';
import { inspectorTexts as texts } from '../../texts/inspector.ts';
import { significant } from '../../ui/format.ts';
import { ticks } from '../../../src-shared/format/index.ts';
import { bars, type Histogram } from './histogram.ts';
import type { Staircase } from './staircase.ts';
import { ThresholdLine } from './threshold-line.tsx';

/** Sizes in px. */
const LEFT = 36;
const RIGHT = 8;
const LABEL = 18;
const TOP = 84;
const GAP = 8;
const BOTTOM = 104;
const AXIS = 32;
export const CHART_HEIGHT = LABEL + TOP + GAP + BOTTOM + AXIS;

export interface ThresholdChartProps {
  readonly name: string;
  readonly width: number;
  readonly range: readonly [number, number];
  readonly rule: NeuronRule;
  readonly histogram: Histogram | null;
  readonly staircase: Staircase;
  /** Reads and zooms; lies below the line. */
  readonly surface: (place: ChartPlace) => ReactElement;
  /** θ at the line, and the range of θs that it stands for. */
  readonly theta: number;
  readonly low: number;
  readonly high: number;
  /** What the line says of itself. */
  readonly valueText: (theta: number) => string;
  readonly disabled: boolean;
  readonly onPreview: (theta: number | null) => void;
  readonly onCommit: (theta: number) => void;
}

/** The places of values in the drawing, in px. */
export interface ChartPlace {
  readonly x: (value: number) => number;
  readonly value: (px: number) => number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The drawing, `CHART_HEIGHT` high. */
export function ThresholdChart(props: ThresholdChartProps): ReactElement {
  const { name, width, range, rule, histogram, staircase, theta, low, high } = props;
  const right = width - RIGHT;
  const x = (value: number): number => LEFT + ((value - range[0]) / (range[1] - range[0])) * (right - LEFT);
  const value = (px: number): number => range[0] + ((px - LEFT) / (right - LEFT)) * (range[1] - range[0]);
  const lower = LABEL + TOP + GAP;
  return (
    <svg className="inspector-chart" width={width} height={CHART_HEIGHT} role="group" aria-label={name}>
      <rect className="inspector-plot" x={LEFT} y={LABEL} width={right - LEFT} height={TOP} />
      <rect className="inspector-plot" x={LEFT} y={lower} width={right - LEFT} height={BOTTOM} />
      {histogram && <Bars histogram={histogram} range={range} x={x} most={Math.floor((right - LEFT) / 2)} />}
      {histogram ? null : (
        <text className="inspector-chart-note" x={(LEFT + right) / 2} y={LABEL + TOP / 2} textAnchor="middle">
          {texts.noHistogram}
        </text>
      )}
      <Stairs staircase={staircase} range={range} rule={rule} x={x} top={lower} right={right} />
      <text className="inspector-axis" transform={`translate(10 ${LABEL + TOP / 2}) rotate(-90)`} textAnchor="middle">
        {texts.histogramAxis}
      </text>
      <text className="inspector-axis" transform={`translate(10 ${lower + BOTTOM / 2}) rotate(-90)`} textAnchor="middle">
        {texts.outputAxis}
      </text>
      <g className="inspector-axis" textAnchor="middle">
        {ticks(range[0], range[1], Math.max(2, Math.floor((right - LEFT) / 56))).map((tick) => (
          <text key={tick} x={x(tick)} y={lower + BOTTOM + 13}>
            {significant(tick, 2)}
          </text>
        ))}
        <text x={(LEFT + right) / 2} y={CHART_HEIGHT - 4}>
          {texts.inputAxis}
        </text>
      </g>
      {high > low && low < range[1] && high > range[0] && (
        <rect
          className="inspector-theta-range"
          x={x(Math.max(range[0], low))}
          y={LABEL}
          width={Math.max(1, x(Math.min(range[1], high)) - x(Math.max(range[0], low)))}
          height={TOP}
        />
      )}
      {props.surface({ x, value, left: LEFT, right, top: LABEL, bottom: lower + BOTTOM })}
      {theta > 0 && (
        <ThresholdLine
          theta={theta}
          x={x}
          value={value}
          bounds={[LEFT, right]}
          top={LABEL}
          bottom={lower + BOTTOM}
          step={(range[1] - range[0]) / 200}
          text={props.valueText}
          disabled={props.disabled}
          onPreview={props.onPreview}
          onCommit={props.onCommit}
        />
      )}
    </svg>
  );
}

interface Scale {
  readonly range: readonly [number, number];
  readonly x: (value: number) => number;
}

/** Counts on a logarithmic scale: most values of a ReLU's input are near 0, and the tail is what a threshold is about. */
function Bars({ histogram, range, x, most }: Scale & { readonly histogram: Histogram; readonly most: number }): ReactElement {
  const drawn = bars(histogram, range, most);
  const highest = Math.log1p(Math.max(1, ...drawn.map(({ count }) => count)));
  const path = drawn.map(({ from, to, count }) => {
    const height = Math.max(1, (TOP - 4) * (Math.log1p(count) / highest));
    const [left, end] = [x(Math.max(from, range[0])), x(Math.min(to, range[1]))];
    return `M${left.toFixed(1)} ${LABEL + TOP}v${(-height).toFixed(1)}H${Math.max(left + 0.5, end).toFixed(1)}v${height.toFixed(1)}z`;
  });
  return <path className="inspector-bars" d={path.join('')} />;
}

interface StairsProps extends Scale {
  readonly staircase: Staircase;
  readonly rule: NeuronRule;
  readonly top: number;
  readonly right: number;
}

/** The staircase over the dashed line of the float network, with the dead zone and what is clipped as shaded bands. */
function Stairs({ staircase, range, rule, x, top, right }: StairsProps): ReactElement {
  const { inputs, outputs, limits } = staircase;
  const least = rule === 'relu' ? 0 : Math.min(0, range[0], ...outputs);
  const most = Math.max(range[1], ...outputs);
  // Zoomed into what a ReLU cuts off, everything is 0.
  const y = (sent: number): number => top + BOTTOM - 2 - ((sent - least) / (most - least || 1)) * (BOTTOM - 4);
  const stairs = Array.from(
    outputs,
    (sent, index) => `${index === 0 ? 'M' : 'L'}${x(inputs[index]!).toFixed(1)} ${y(sent).toFixed(1)}`,
  );
  const hasCorner = rule === 'relu' && range[0] < 0 && range[1] > 0;
  const float = hasCorner ? [range[0], 0, range[1]] : range;
  const line = float.map((value) => `${x(value).toFixed(1)},${y(rule === 'relu' ? Math.max(0, value) : value).toFixed(1)}`);
  const band = (first: number, last: number, kind: string): ReactElement | null => {
    const [from, to] = [Math.max(first, range[0]), Math.min(last, range[1])];
    if (to <= from) return null;
    return <rect className={`inspector-${kind}`} x={x(from)} y={top} width={x(to) - x(from)} height={BOTTOM} />;
  };
  return (
    <g>
      {/* What a ReLU cuts off is not lost by the neuron. */}
      {limits.dead && band(rule === 'relu' ? 0 : limits.dead[0], limits.dead[1], 'dead')}
      {limits.clippedAbove !== null && band(limits.clippedAbove, range[1], 'clipped')}
      {limits.clippedBelow !== null && band(range[0], limits.clippedBelow, 'clipped')}
      <g className="inspector-axis" textAnchor="end">
        {ticks(least, most, 3).map((tick) => (
          <text key={tick} x={LEFT - 4} y={y(tick) + 4}>
            {significant(tick, 2)}
          </text>
        ))}
      </g>
      <polyline className="inspector-float" points={line.join(' ')} />
      <path className="inspector-stairs" d={stairs.join('')} />
      {limits.clippedAbove !== null && x(range[1]) - x(Math.max(range[0], limits.clippedAbove)) > 48 && (
        <text className="inspector-chart-note" x={right - 4} y={top + BOTTOM - 6} textAnchor="end">
          {texts.clipped}
        </text>
      )}
    </g>
  );
}
