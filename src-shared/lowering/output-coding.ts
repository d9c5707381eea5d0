/** In which coding an output leaves the network: that of the value itself, with the leak of the network's coding (§2). */
import type { ValueId } from '../network/index.ts';
import { isLeaky } from '../plan/neuron-coding.ts';
import type { Coding } from '../plan/types.ts';
import type { SpikingNetwork } from '../spiking/index.ts';

/** Coding to decode an output with. In a mixed network it may differ from the input's. */
export function outputCoding(network: SpikingNetwork, value: ValueId): Coding {
  if (isLeaky(network.coding)) return network.coding;
  return network.stages.find((stage) => stage.output === value)?.coding ?? network.coding;
}
