/** Random choices for every layer of a network, and thresholds that no activation of given samples exceeds. */
import fc from 'fast-check';
import { type Choices, compile, type PlacedNetwork } from '../../../src-main/convert/index.ts';
import { evaluateNetwork } from '../../../src-shared/network/evaluate.ts';
import type { LayerSettings, NeuronKind, ThresholdLevel } from '../../../src-shared/plan/types.ts';
import type { Thresholds } from '../../../src-shared/spiking/index.ts';
import type { Tensor } from '../../../src-shared/tensor/index.ts';
import { rowsPerSample } from '../../../src-shared/units/index.ts';
import { settingsOf } from '../../support/spiking.ts';

export type LayerChoice = Pick<LayerSettings, 'coding' | 'neuron' | 'thresholds' | 'mostSpikes' | 'initial'> & {
  readonly level: ThresholdLevel;
};

/** Choices for up to 40 layers; a network uses as many as it has, in order. */
export interface RandomPlan {
  readonly coding: 'rate' | 'differential';
  readonly layers: readonly LayerChoice[];
}

/** θ over the largest activation. No ratio of small numbers, which would make the sums of that neuron end on the threshold exactly. */
const AMPLE = 1 + Math.sqrt(2) / 13;

const NEURONS: readonly NeuronKind[] = ['if', 'if-negative', 'mt', 'mt-negative', 'ms'];

/** Initial potentials in θ. None is where a neuron without input would just fire, so that rounding decides nothing. */
export const STARTS: readonly number[] = [0.3, -0.2, 0.8];

/** `usual`: without starts and limits of spikes. */
export const arbitraryPlan = (
  codings: readonly ('rate' | 'differential')[] = ['rate', 'differential'],
  { usual }: { readonly usual: boolean } = { usual: false },
): fc.Arbitrary<RandomPlan> => {
  const settings = {
    coding: fc.constantFrom(...codings),
    neuron: fc.constantFrom(...NEURONS),
    thresholds: fc.integer({ min: 1, max: 8 }),
    level: fc.constantFrom<ThresholdLevel>('layer', 'channel', 'neuron'),
  };
  const layer: fc.Arbitrary<LayerChoice> = usual
    ? fc.record(settings)
    : fc.record(
        { ...settings, mostSpikes: fc.integer({ min: 1, max: 8 }), initial: fc.constantFrom(...STARTS) },
        { requiredKeys: ['coding', 'neuron', 'thresholds', 'level'] },
      );
  return fc.record({ coding: fc.constantFrom(...codings), layers: fc.array(layer, { minLength: 40, maxLength: 40 }) });
};

/** The plan's choices for a network. */
export function choicesFor(placed: PlacedNetwork, { coding, layers }: RandomPlan): Choices {
  const chosen = placed.sites.map(({ name }, index): [string, LayerSettings] => {
    const layer = layers[index % layers.length]!;
    return [name, { ...settingsOf(layer), ...layer }];
  });
  return { coding, tau: 1, layers: new Map(chosen) };
}

/** Thresholds just above the largest |activation| of the samples in every layer, channel or neuron, as the plan has it. */
export function ampleThresholds(placed: PlacedNetwork, { layers }: RandomPlan, samples: Tensor): Map<string, Thresholds> {
  const values = new Map<string, Tensor>();
  evaluateNetwork(placed.network, samples, { tap: (value, tensor) => values.set(value, tensor) });
  return new Map(
    placed.sites.map(({ name, rule, input }, index) => {
      const { data } = values.get(input)!;
      const { level } = layers[index % layers.length]!;
      const sample = placed.network.shapes.get(input)!.slice(1);
      const shape =
        level === 'layer' ? [1] : level === 'neuron' ? [1, ...sample] : [1, sample[0]!, ...sample.slice(1).map(() => 1)];
      const count = shape.reduce((product, size) => product * size, 1);
      const row = data.length / samples.shape[0]! / rowsPerSample(placed.network.shapes.get(input)!);
      const largest = new Float64Array(count);
      for (let i = 0; i < data.length; i++) {
        const group = Math.floor((i % row) / (row / count));
        largest[group] = Math.max(largest[group]!, rule === 'relu' ? data[i]! : Math.abs(data[i]!));
      }
      return [name, { level, shape, values: largest.map((value) => value * AMPLE) }];
    }),
  );
}

/** The network of a plan, with ample thresholds. */
export const compileRandom = (placed: PlacedNetwork, plan: RandomPlan, samples: Tensor) =>
  compile(placed, choicesFor(placed, plan), ampleThresholds(placed, plan, samples));
