/** In which coding an output leaves the network: that of the value itself, with the leak of the network's coding (§2). */
import type { ValueId } from '../../src-shared/network/index.ts';
import { isLeaky } from '../../src-shared/plan/neuron-coding.ts';
import type { Coding } from '../../src-shared/plan/types.ts';
import type { SpikingNetwork } from '../../src-shared/spiking/index.ts';

/** Coding to decode an output with. In a mixed network it may differ from the input's. */
export function outputCoding(network: SpikingNetwork, value: ValueId): Coding {
  if (isLeaky(network.coding)) return network.coding;
  return network.stages.find((stage) => stage.output === value)?.coding ?? network.coding;
}
