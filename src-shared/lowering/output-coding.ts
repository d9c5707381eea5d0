/** The coding in which an output leaves the network: the coding of the value, with the leak of the network's coding (§2). */
import type { ValueId } from '../network/index.ts';
import { isLeaky } from '../plan/neuron-coding.ts';
import type { Coding } from '../plan/types.ts';
import type { SpikingNetwork } from '../spiking/index.ts';

/** The coding with which an output is decoded. In a network of mixed codings it may differ from the input's. */
export function outputCoding(network: SpikingNetwork, value: ValueId): Coding {
  if (isLeaky(network.coding)) return network.coding;
  return network.stages.find((stage) => stage.output === value)?.coding ?? network.coding;
}
