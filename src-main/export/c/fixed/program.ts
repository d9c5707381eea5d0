/** From a network in whole numbers to the C program of one step: a function for each layer, one behind the other. */
import type { FixedCount, FixedLayer, FixedNetwork } from '../../../../src-shared/fixed/index.ts';
import type { SpikingNetwork } from '../../../../src-shared/spiking/index.ts';
import { createDraft, type Draft, type Place } from '../draft.ts';
import { countsItself, writeConv, writeCount, writeLinear, writeMove, writeSum, writeWindowSum } from './linear.ts';
import { writeInput, writeOutputs } from './ports.ts';
import { writeMaxPool, writeNeuron, writeTranscoder } from './units.ts';
import type { FixedWriting, KeptState } from './writing.ts';

/** A program, and where it keeps the states of the simulator. */
export interface FixedDraft {
  readonly draft: Draft;
  readonly kept: readonly KeptState[];
}

/** Writes the program of a network. `name`: of the package. */
export function fixedDraftOf(network: FixedNetwork, spiking: SpikingNetwork, name: string): FixedDraft {
  const writing: FixedWriting = { network, draft: createDraft(name, spiking, 'int32_t'), places: [], kept: [] };
  const counters = countersOf(writing);
  const counted = new Set(counters.values());
  // The kernel of a layer whose input has changed its unit, or got padding, sees other entries than are to be counted.
  const others = network.counted.filter((count) => !counted.has(count));
  const countAt = (value: number): void =>
    others.filter((count) => count.value === value).forEach((count) => writeCount(writing, count));
  writeInput(writing, spiking.network.input.name);
  countAt(network.input.value);
  for (const layer of network.layers) {
    writing.places[layer.output] = writeLayer(writing, layer, counters.has(layer));
    countAt(layer.output);
  }
  writeOutputs(writing);
  return { draft: writing.draft, kept: writing.kept };
}

/** The layers whose kernels count operations, each with what it counts. */
function countersOf(writing: FixedWriting): ReadonlyMap<FixedLayer, FixedCount> {
  const { layers, counted } = writing.network;
  const left = new Set(counted);
  const counters = new Map<FixedLayer, FixedCount>();
  for (const layer of layers) {
    if (layer.kind !== 'conv' && layer.kind !== 'linear') continue;
    const own = [...left].find((count) => countsItself(writing, layer, count));
    if (!own) continue;
    left.delete(own);
    counters.set(layer, own);
  }
  return counters;
}

function writeLayer(writing: FixedWriting, layer: FixedLayer, counted: boolean): Place {
  switch (layer.kind) {
    case 'conv':
      return writeConv(writing, layer, counted);
    case 'linear':
      return writeLinear(writing, layer, counted);
    case 'sum':
      return writeSum(writing, layer);
    case 'move':
      return writeMove(writing, layer);
    case 'window-sum':
      return writeWindowSum(writing, layer);
    case 'neuron':
      return writeNeuron(writing, layer);
    case 'max-pool':
      return writeMaxPool(writing, layer);
    case 'transcoder':
      return writeTranscoder(writing, layer);
  }
}
