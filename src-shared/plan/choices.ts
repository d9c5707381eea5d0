/** The choices that graph and inspector offer for a field of some layers, and the reason why a choice is not available. */
import { isLeaky, neuronsOf } from './neuron-coding.ts';
import type { PartialSettings } from './plan.ts';
import type { PlacedLayer } from './resolve.ts';
import { CODINGS, CORRECTIONS, NEURONS, THRESHOLD_LEVELS, THRESHOLD_METHODS, THRESHOLD_OF } from './schema.ts';
import type { Coding, LayerSettings, NeuronKind } from './types.ts';

/** The reason why a choice is not available. `layer`: a layer it is not available for. */
export type Closed =
  | { readonly kind: 'leaky-is-global' }
  | { readonly kind: 'network-is-leaky'; readonly coding: Coding }
  | { readonly kind: 'not-of-coding'; readonly coding: Coding }
  | { readonly kind: 'signed'; readonly layer: string; readonly count: number }
  | { readonly kind: 'per-neuron' }
  | { readonly kind: 'fixed-value' };

/** A choice for a field, and whether it is available. */
export interface Choice {
  readonly value: string;
  /** Null if the choice is available. */
  readonly closed: Closed | null;
}

/** The codings of single layers. A leaky coding applies to the whole network, so layers cannot choose it on their own. */
export const codingChoices = (network: Coding): readonly Choice[] =>
  CODINGS.map((value) => {
    if (isLeaky(network)) return { value, closed: value === network ? null : { kind: 'network-is-leaky', coding: network } };
    return { value, closed: isLeaky(value) ? { kind: 'leaky-is-global' } : null };
  });

/** The neurons. A neuron is available if each of `codings` has it; otherwise `closed` names the first coding that lacks it. */
export const neuronChoices = (codings: readonly Coding[]): readonly Choice[] =>
  NEURONS.map((value) => {
    const without = codings.find((coding) => !neuronsOf(coding).includes(value));
    return { value, closed: without === undefined ? null : { kind: 'not-of-coding', coding: without } };
  });

/**
 * The threshold methods. Iteration needs the input of a ReLU, which signed neurons do not have. The methods that need a histogram have none
 * for single neurons, and a leaky neuron has no single staircase. `used`: the settings in use.
 */
export function methodChoices(layers: readonly PlacedLayer[], used: readonly LayerSettings[]): readonly Choice[] {
  const signed = layers.filter(({ rule }) => rule === 'signed');
  const iteration: Closed | null = signed[0] ? { kind: 'signed', layer: signed[0].name, count: signed.length } : null;
  const perNeuron = perNeuronIn(used);
  const closed: Partial<Record<string, Closed | null>> = { iteration, measured: unmeasured(used), balanced: perNeuron };
  return THRESHOLD_METHODS.map((value) => ({ value, closed: closed[value] ?? null }));
}

const perNeuronIn = (used: readonly LayerSettings[]): Closed | null =>
  used.some(({ threshold }) => threshold.level === 'neuron') ? { kind: 'per-neuron' } : null;

/** The reason for which the error of a staircase cannot be measured on the histograms of some layers; null if it can. */
function unmeasured(used: readonly LayerSettings[]): Closed | null {
  const leaky = used.find(({ coding }) => isLeaky(coding));
  return perNeuronIn(used) ?? (leaky ? { kind: 'not-of-coding', coding: leaky.coding } : null);
}

/** Choices of `threshold.of`, all available. */
export const ofChoices: readonly Choice[] = THRESHOLD_OF.map((value) => ({ value, closed: null }));

/** Choices of `threshold.level`, all available. */
export const levelChoices: readonly Choice[] = THRESHOLD_LEVELS.map((value) => ({ value, closed: null }));

/** Choices of `correction`. The mean error follows from the histogram of a channel, as the threshold method `measured` does. `used`: the settings in use. */
export function correctionChoices(used: readonly LayerSettings[]): readonly Choice[] {
  const fixed: Closed | null = used.some(({ threshold }) => threshold.value !== undefined) ? { kind: 'fixed-value' } : null;
  return CORRECTIONS.map((value) => ({ value, closed: value === 'mean' ? (fixed ?? unmeasured(used)) : null }));
}

/** Codings of the whole network, all available. */
export const allCodings: readonly Choice[] = CODINGS.map((value) => ({ value, closed: null }));

/** The counterpart of `neuron` in another coding: it keeps or lacks negative spikes, and leaks if the coding does. */
export function neuronFor(coding: Coding, neuron: NeuronKind): NeuronKind {
  if (neuronsOf(coding).includes(neuron)) return neuron;
  const negative = neuron.endsWith('-negative');
  if (isLeaky(coding)) return negative ? 'lif-negative' : 'lif';
  return negative ? 'if-negative' : 'if';
}

/** Settings that choose a coding. They also choose a neuron if a neuron in use does not exist in that coding. */
export function codingSettings(coding: Coding, used: readonly LayerSettings[]): PartialSettings {
  const lost = used.find(({ neuron }) => !neuronsOf(coding).includes(neuron));
  return lost ? { coding, neuron: neuronFor(coding, lost.neuron) } : { coding };
}
