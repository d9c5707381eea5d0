/** What the parts of the view share: the chosen step, the neurons whose estimates are drawn, and the estimates after that step. */
import { useMemo, useState } from 'react';
import { estimateAfter } from '../../src-shared/spikes/index.ts';
import { firstNeurons, type Recording } from './recording.ts';

/** Neurons that are drawn at once; each has a colour of its own. */
export const MOST_NEURONS = 4;

export interface SpikesOnScreen {
  /** The chosen step, from 0. */
  readonly step: number;
  readonly setStep: (step: number) => void;
  /** The neurons whose estimates are drawn, and the one that was chosen last. */
  readonly neurons: readonly number[];
  readonly neuron: number;
  readonly addNeuron: (neuron: number) => void;
  /** Puts another neuron in the place of the one that was chosen last. */
  readonly moveNeuron: (neuron: number) => void;
  readonly removeNeuron: (neuron: number) => void;
  /** Estimates of all neurons after the chosen step. */
  readonly estimates: Float64Array;
}

/** Hook. `wanted`: the step that was chosen, in this recording or another; null for the last one. */
export function useSpikesOnScreen(recording: Recording, wanted: number | null, onStep: (step: number) => void): SpikesOnScreen {
  const { layer, steps, theta } = recording;
  const inside = (step: number): number => Math.max(0, Math.min(steps.length - 1, step));
  const step = inside(wanted ?? steps.length - 1);
  const [neurons, setNeurons] = useState(() => firstNeurons(recording, estimateAfter(layer, steps, theta, steps.length)));
  const estimates = useMemo(() => estimateAfter(layer, steps, theta, step + 1), [layer, steps, theta, step]);
  return {
    step,
    setStep: (next) => onStep(inside(next)),
    neurons,
    neuron: neurons.at(-1) ?? 0,
    // The oldest one makes room.
    addNeuron: (neuron) => setNeurons((before) => [...before.filter((one) => one !== neuron), neuron].slice(-MOST_NEURONS)),
    moveNeuron: (neuron) => setNeurons((before) => [...before.slice(0, -1).filter((one) => one !== neuron), neuron]),
    removeNeuron: (neuron) => setNeurons((before) => before.filter((one) => one !== neuron)),
    estimates,
  };
}
