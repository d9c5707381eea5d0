/** The changes of a layer that a search tries. */
import { globTest, type LayerSettings, type PartialSettings, type Plan, type PlacedLayer } from '../plan/index.ts';
import type { Objective } from './goal.ts';

/** A change of some layers: what it does to the settings of one of them, or undefined if it does nothing there. */
export interface Move {
  readonly name: string;
  readonly change: (settings: LayerSettings) => PartialSettings | undefined;
}

const thresholds = (by: number): Move => ({
  name: by < 0 ? `${-by} fewer thresholds` : `${by} more thresholds`,
  change: ({ neuron, thresholds: n }) => {
    const wanted = n + by;
    return /^m[ts]/.test(neuron) && wanted >= 1 && wanted <= 10 ? { thresholds: wanted } : undefined;
  },
});

const scale = (factor: number): Move => ({
  name: `thresholds times ${factor}`,
  change: ({ threshold }) => {
    if (threshold.value !== undefined) return { threshold: { value: rounded(threshold.value * factor) } };
    return { threshold: { scale: rounded(threshold.scale * factor) } };
  },
});

/** Four digits, so that plans are easy to read. */
const rounded = (value: number): number => Number(value.toPrecision(4));

const otherCoding: Move = {
  name: 'the other coding',
  change: ({ coding, neuron }) => {
    if (coding === 'rate') return { coding: 'differential', neuron: neuron === 'mt-negative' ? 'mt' : neuron };
    return coding === 'differential' ? { coding: 'rate', neuron: neuron === 'mt' ? 'mt-negative' : neuron } : undefined;
  },
};

const COARSE: readonly Move[] = [thresholds(-1), thresholds(-2), scale(1.4), scale(0.7), otherCoding];
const FOR_ACCURACY: readonly Move[] = [thresholds(1), scale(0.7), scale(1.4), otherCoding];
const FINE: readonly Move[] = [thresholds(-1), scale(1.2), scale(0.85), thresholds(1)];

/** The changes to try, those that promise most first. `fine`: small ones, for the refinement at the end. */
export function movesFor(minimise: Objective, stage: 'coarse' | 'fine'): readonly Move[] {
  if (stage === 'fine') return FINE;
  return minimise === 'error' ? FOR_ACCURACY : COARSE;
}

/** The layers that no rule of the plan names: those that a search may change. */
export const freeLayers = (plan: Plan, layers: readonly PlacedLayer[]): readonly PlacedLayer[] =>
  layers.filter(({ name }) => !plan.layers.some(({ key }) => globTest(key)(name)));
