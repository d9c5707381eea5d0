/** What can be chosen for a field of some layers together, and why something cannot: what graph and inspector offer. */
import { isLeaky, neuronsOf } from './neuron-coding.ts';
import type { PartialSettings } from './plan.ts';
import type { PlacedLayer } from './resolve.ts';
import { CODINGS, NEURONS, THRESHOLD_LEVELS, THRESHOLD_METHODS, THRESHOLD_OF } from './schema.ts';
import type { Coding, LayerSettings, NeuronKind } from './types.ts';

/** Why a choice is not open. `layer`: one it is not open for. */
export type Closed =
  | { readonly kind: 'leaky-is-global' }
  | { readonly kind: 'network-is-leaky'; readonly coding: Coding }
  | { readonly kind: 'not-of-coding'; readonly coding: Coding }
  | { readonly kind: 'signed'; readonly layer: string; readonly count: number };

/** A value that a field may have, and why it cannot be chosen now. */
export interface Choice {
  readonly value: string;
  /** Null where it can be chosen. */
  readonly closed: Closed | null;
}

/** Codings for single layers: a leaky one applies to the whole network, so that layers follow the network's. */
export const codingChoices = (network: Coding): readonly Choice[] =>
  CODINGS.map((value) => {
    if (isLeaky(network)) return { value, closed: value === network ? null : { kind: 'network-is-leaky', coding: network } };
    return { value, closed: isLeaky(value) ? { kind: 'leaky-is-global' } : null };
  });

/** Neurons that each of `codings` has; others are closed with the first coding that lacks them. */
export const neuronChoices = (codings: readonly Coding[]): readonly Choice[] =>
  NEURONS.map((value) => {
    const without = codings.find((coding) => !neuronsOf(coding).includes(value));
    return { value, closed: without === undefined ? null : { kind: 'not-of-coding', coding: without } };
  });

/** Threshold methods: iteration starts from the input of a ReLU, which signed neurons do not have. */
export function methodChoices(layers: readonly PlacedLayer[]): readonly Choice[] {
  const signed = layers.filter(({ rule }) => rule === 'signed');
  const closed: Closed | null = signed[0] ? { kind: 'signed', layer: signed[0].name, count: signed.length } : null;
  return THRESHOLD_METHODS.map((value) => ({ value, closed: value === 'iteration' ? closed : null }));
}

/** Choices of the statistic that thresholds are taken of. */
export const ofChoices: readonly Choice[] = THRESHOLD_OF.map((value) => ({ value, closed: null }));
/** Choices of the threshold level. */
export const levelChoices: readonly Choice[] = THRESHOLD_LEVELS.map((value) => ({ value, closed: null }));
/** All codings, none of them closed. */
export const allCodings: readonly Choice[] = CODINGS.map((value) => ({ value, closed: null }));

/** The neuron that does in another coding what `neuron` did: with or without negative spikes, leaky where the coding is. */
export function neuronFor(coding: Coding, neuron: NeuronKind): NeuronKind {
  if (neuronsOf(coding).includes(neuron)) return neuron;
  const negative = neuron.endsWith('-negative');
  if (isLeaky(coding)) return negative ? 'lif-negative' : 'lif';
  return negative ? 'if-negative' : 'if';
}

/** Settings that set a coding, and with it a neuron where any of those in use is not one of that coding's. */
export function codingSettings(coding: Coding, used: readonly LayerSettings[]): PartialSettings {
  const lost = used.find(({ neuron }) => !neuronsOf(coding).includes(neuron));
  return lost ? { coding, neuron: neuronFor(coding, lost.neuron) } : { coding };
}
