/** The nearest plan that NIR can hold: rate coding and integrate-and-fire neurons, with the plan's own choices of thresholds. */
import type { PartialSettings, PartialThreshold, Plan } from '../../../src-shared/plan/index.ts';

/**
 * The plan with rate coding and IF neurons in every layer. Thresholds keep their method and scale, and are per channel where they were per
 * neuron. They have to be calibrated again, since they depend on the neuron, and so does the initial potential, which is that of IF neurons.
 */
export function nirPlan({ steps, readout, defaults, layers }: Plan): Plan {
  return {
    version: 1,
    ...(steps === undefined ? {} : { steps }),
    ...(readout === undefined ? {} : { readout }),
    defaults: { coding: 'rate', neuron: 'if', ...kept(defaults) },
    layers: layers.flatMap(({ key, settings }) => {
      const own = kept(settings);
      return own.threshold ? [{ key, settings: own }] : [];
    }),
  };
}

const kept = ({ threshold }: PartialSettings): Pick<PartialSettings, 'threshold'> =>
  threshold ? { threshold: perChannel(threshold) } : {};

const perChannel = (threshold: PartialThreshold): PartialThreshold =>
  threshold.level === 'neuron' ? { ...threshold, level: 'channel' } : threshold;
