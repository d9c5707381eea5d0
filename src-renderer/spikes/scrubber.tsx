/** Moves through the time steps: by dragging, and by arrows, Home and End. */
import type { ReactElement } from 'react';
import { spikeTexts as texts } from '../texts/spikes.ts';

interface ScrubberProps {
  readonly steps: number;
  /** From 0. */
  readonly step: number;
  readonly onStep: (step: number) => void;
}

export const Scrubber = ({ steps, step, onStep }: ScrubberProps): ReactElement => (
  <label className="spikes-scrubber">
    <span>{texts.step}</span>
    <input
      type="range"
      min={1}
      max={steps}
      value={step + 1}
      aria-valuetext={texts.stepOf(step + 1, steps)}
      onChange={({ target }) => onStep(Number(target.value) - 1)}
    />
    <output>{`${step + 1} / ${steps}`}</output>
  </label>
);
