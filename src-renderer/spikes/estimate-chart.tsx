/** The running estimates of chosen neurons over the steps, beside the activations of the float network. */
import X from 'lucide-react/icons/x';
import { type ReactElement, useMemo } from 'react';
import { significant } from '../../src-shared/format/index.ts';
import { colour, type ColourName } from '../../src-shared/theme/tokens.ts';
import { ChartFrame, type ChartTable } from '../charts/index.ts';
import { spikeTexts as texts } from '../texts/spikes.ts';
import { NumberInput } from '../ui/index.ts';
import { useSize } from '../ui/use-size.ts';
import { neuronText } from './raster.tsx';
import { courseOf, type Recording } from './recording.ts';
import { MOST_NEURONS, type SpikesOnScreen } from './use-spikes-on-screen.ts';

interface EstimateChartProps {
  readonly recording: Recording;
  readonly screen: SpikesOnScreen;
}

const COLOURS: readonly ColourName[] = ['accent', 'second', 'third', 'fourth'];

interface Course {
  readonly neuron: number;
  readonly name: string;
  readonly colour: string;
  readonly estimates: readonly number[];
  readonly activation: number;
}

export function EstimateChart({ recording, screen }: EstimateChartProps): ReactElement {
  const { neurons, step, addNeuron, removeNeuron } = screen;
  const { shape } = recording.layer;
  const courses = useMemo(
    () =>
      neurons.map(
        (neuron, index): Course => ({
          neuron,
          name: neuronText(recording.layer.shape, neuron),
          colour: colour(COLOURS[index % MOST_NEURONS]!),
          estimates: courseOf(recording, neuron),
          activation: recording.activations[neuron]!,
        }),
      ),
    [recording, neurons],
  );
  return (
    <ChartFrame
      className="spikes-estimate"
      title={texts.estimate}
      about={texts.estimateAbout}
      table={() => estimateTable(courses, recording.steps.length)}
      legend={
        <ul className="spikes-neurons">
          {courses.map(({ neuron, name, colour: stroke, estimates, activation }) => (
            <li key={neuron}>
              <svg width={14} height={8} aria-hidden>
                <line x1={0} x2={14} y1={4} y2={4} stroke={stroke} strokeWidth={2} />
              </svg>
              <span>{name}</span>
              <strong>
                {significant(estimates[step]!)}
                <span className="spikes-float">{` / ${significant(activation)}`}</span>
              </strong>
              <button
                type="button"
                className="ui-icon-button"
                aria-label={texts.remove(name)}
                onClick={() => removeNeuron(neuron)}
              >
                <X size={12} aria-hidden />
              </button>
            </li>
          ))}
          <li className="spikes-add">
            <NumberInput
              label={texts.neuron}
              value={undefined}
              placeholder={texts.neuron}
              whole
              min={0}
              max={shape.reduce((product, size) => product * size, 1) - 1}
              onCommit={addNeuron}
            />
          </li>
        </ul>
      }
    >
      <Lines courses={courses} screen={screen} steps={recording.steps.length} />
    </ChartFrame>
  );
}

interface LinesProps {
  readonly courses: readonly Course[];
  readonly screen: SpikesOnScreen;
  readonly steps: number;
}

const LEFT = 44;
const [TOP, RIGHT, BOTTOM] = [6, 8, 18];

function Lines({ courses, screen, steps }: LinesProps): ReactElement {
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const values = courses.flatMap(({ estimates, activation }) => [...estimates, activation]);
  const low = Math.min(0, ...values);
  const high = Math.max(low + 1e-9, ...values);
  const x = (t: number): number => LEFT + (steps === 1 ? 0.5 : t / (steps - 1)) * (width - LEFT - RIGHT);
  const y = (value: number): number => TOP + (1 - (value - low) / (high - low)) * (height - TOP - BOTTOM);
  const every = Math.ceil(steps / Math.max(2, Math.floor((width - LEFT) / 28)));
  const marks = Array.from({ length: steps }, (_, t) => t).filter((t) => t % every === 0 || t === steps - 1);
  return (
    <div className="spikes-plot" ref={box}>
      <svg width={width} height={height} role="img" aria-label={courses.map(words).join('; ')}>
        {[low, (low + high) / 2, high].map((value) => (
          <g key={value}>
            <line x1={LEFT} x2={width - RIGHT} y1={y(value)} y2={y(value)} className="spikes-grid" />
            <text x={LEFT - 6} y={y(value) + 4} textAnchor="end">
              {significant(value, 2)}
            </text>
          </g>
        ))}
        {marks.map((t) => (
          <text key={t} x={x(t)} y={height - 4} textAnchor="middle">
            {t + 1}
          </text>
        ))}
        <line x1={x(screen.step)} x2={x(screen.step)} y1={TOP} y2={height - BOTTOM} className="spikes-now" />
        {courses.map(({ neuron, colour: stroke, estimates, activation }) => (
          <g key={neuron} stroke={stroke} fill="none">
            <line x1={LEFT} x2={width - RIGHT} y1={y(activation)} y2={y(activation)} strokeDasharray="5 4" />
            <polyline points={estimates.map((value, t) => `${x(t)},${y(value)}`).join(' ')} strokeWidth={2} />
            <circle cx={x(screen.step)} cy={y(estimates[screen.step]!)} r={3} fill={stroke} />
          </g>
        ))}
      </svg>
    </div>
  );
}

/** A course in words, for those who do not see the lines. */
const words = ({ name, estimates, activation }: Course): string =>
  `${texts.estimateOf(name)} ${estimates.map((value) => significant(value)).join(', ')}; ${texts.floatOf(name)} ${significant(activation)}`;

const estimateTable = (courses: readonly Course[], steps: number): ChartTable => ({
  columns: [
    { title: texts.columns.step },
    ...courses.flatMap(({ name }) => [{ title: texts.estimateOf(name) }, { title: texts.floatOf(name) }]),
  ],
  rows: Array.from({ length: steps }, (_, t) => [
    t + 1,
    ...courses.flatMap(({ estimates, activation }) => [estimates[t]!, activation]),
  ]),
});
