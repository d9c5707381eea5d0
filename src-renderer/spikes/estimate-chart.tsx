/** The running estimates of chosen neurons over the steps, beside the activations of the float network. */
import X from 'lucide-react/icons/x';
import { type ReactElement, useMemo, useState } from 'react';
import { significant } from '../../src-shared/format/index.ts';
import { Chart } from '../charts/index.ts';
import { spikeTexts as texts } from '../texts/spikes.ts';
import { NumberInput } from '../ui/index.ts';
import { type Course, estimatePlot, estimateTable } from './plots.ts';
import { courseOf, neuronText, type Recording } from './recording.ts';
import type { SpikesOnScreen } from './use-spikes-on-screen.ts';

interface EstimateChartProps {
  readonly recording: Recording;
  readonly screen: SpikesOnScreen;
}

export function EstimateChart({ recording, screen }: EstimateChartProps): ReactElement {
  const { neurons, step, addNeuron, removeNeuron } = screen;
  const steps = recording.steps.length;
  const [pointed, setPointed] = useState<number | null>(null);
  const courses = useMemo(
    () =>
      neurons.map((neuron): Course => {
        const name = neuronText(recording.layer.shape, neuron);
        return { neuron, name, estimates: courseOf(recording, neuron), activation: recording.activations[neuron]! };
      }),
    [recording, neurons],
  );
  const plot = useMemo(() => estimatePlot(courses, steps), [courses, steps]);
  return (
    <div className="spikes-estimate">
      <Chart
        title={texts.estimate}
        about={texts.estimateAbout}
        plot={plot}
        summary={courses.map(words).join('; ')}
        table={() => estimateTable(courses, steps)}
        hover={{ index: pointed ?? step, onIndex: setPointed }}
      />
      <ul className="spikes-neurons">
        {courses.map(({ neuron, name }) => (
          <li key={neuron}>
            <span>{name}</span>
            <button type="button" className="ui-icon-button" aria-label={texts.remove(name)} onClick={() => removeNeuron(neuron)}>
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
            max={recording.theta.length - 1}
            onCommit={addNeuron}
          />
        </li>
      </ul>
    </div>
  );
}

/** A course in words, for those who do not see the lines. */
const words = ({ name, estimates, activation }: Course): string =>
  `${texts.estimateOf(name)} ${estimates.map((value) => significant(value)).join(', ')}; ${texts.floatOf(name)} ${significant(activation)}`;
