/**
 * Networks for whole numbers: every operator behind and in front of every kind of stage of ReLU networks, with multi-threshold and multi-spike
 * neurons, thresholds of all levels, and both codings.
 */
import { compile, placeNeurons } from '../../src-main/convert/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { type FixedNetwork, fixNetwork } from '../../src-shared/fixed/index.ts';
import type { Network } from '../../src-shared/network/index.ts';
import { type Sample, samples } from '../../src-shared/network/operators/testing/samples.ts';
import type { Coding } from '../../src-shared/plan/types.ts';
import type { SpikingNetwork } from '../../src-shared/spiking/index.ts';
import { atBatch } from '../../src-shared/tensor/index.ts';
import { ampleThresholds, choicesFor, type LayerChoice } from '../properties/support/random-plan.ts';
import { operatorNetwork, placesOf, sampleName } from './operator-cases.ts';
import { samplesFor, startOf } from './run-case.ts';

const CODINGS: readonly Coding[] = ['rate', 'differential'];

/** Samples in the inputs of a case. */
export const BATCH_SIZE = 2;

/** A network with inputs. */
export interface FixedCase {
  readonly name: string;
  readonly sample: Sample;
  make(): { readonly network: Network; readonly spiking: SpikingNetwork; readonly inputs: Float32Array };
}

/** A case for every sample of every operator. */
export const fixedCases: readonly FixedCase[] = samples.map((sample, index) => {
  const coding = CODINGS[index % CODINGS.length]!;
  return { name: `${sampleName(index)} ${coding}`, sample, make: () => made(sample, index, coding) };
});

function made(sample: Sample, index: number, coding: Coding): ReturnType<FixedCase['make']> {
  const { network } = operatorNetwork(index, 'relu', placesOf(sample, 'relu', index));
  const placed = placeNeurons(network);
  const layers = placed.sites.map(
    ({ name }, at): LayerChoice => ({
      coding: name.lastIndexOf('/other') > name.lastIndexOf('/default') ? CODINGS.find((one) => one !== coding)! : coding,
      neuron: (['mt-negative', 'ms'] as const)[(at + index) % 2]!,
      thresholds: 8,
      mostSpikes: (at + index) % 4 === 1 ? 2 : 8,
      level: (['layer', 'channel', 'neuron'] as const)[(at + index) % 3]!,
      ...startOf(at + index),
    }),
  );
  const inputs = samplesFor(network, BATCH_SIZE, index + 1);
  const plan = { coding: coding as 'rate', layers };
  const shape = atBatch(network.shapes.get(network.input.value)!, BATCH_SIZE);
  const spiking = compile(
    placed,
    choicesFor(placed, plan),
    ampleThresholds(placed, plan, { shape, data: inputs, dtype: 'float' }),
  );
  return { network, spiking, inputs };
}

export const largest = (values: Float32Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** The network in whole numbers, or the error that refuses it. */
export function fixedOrRefusal(spiking: SpikingNetwork, inputs: Float32Array, steps: number): FixedNetwork | SpikeloomError {
  try {
    return fixNetwork(spiking, { steps, inputRange: largest(inputs) });
  } catch (error) {
    if (error instanceof SpikeloomError) return error;
    throw error;
  }
}
