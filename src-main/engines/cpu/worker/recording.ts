/** Copies the spikes of a neuron layer out of a tile's memory, in the plain order of a sample's entries. */
import type { NeuronOperation } from '../program/program.ts';
import type { RecordedLayer } from '../../../../src-shared/engine/recorder.ts';
import { type Tile, walkOf } from './tile.ts';

/** Called when the layer has just run: later operations may use its memory. A neuron layer's value has the batch outermost. */
export function recordLayer(tile: Tile, { output, neuron }: NeuronOperation): RecordedLayer {
  const { memory, steps, program } = tile;
  const walk = walkOf(tile, output);
  const { order, inner } = program.slots[output.slot]!;
  const sent = new Float32Array(steps * walk.length);
  for (let t = 0; t < steps; t++) {
    const from = memory.floats(walk.at(0) + t * walk.step, walk.length);
    const to = sent.subarray(t * walk.length, (t + 1) * walk.length);
    if (order) for (let i = 0; i < to.length; i++) to[i - (i % inner) + order[i % inner]!] = from[i]!;
    else to.set(from);
  }
  return { sent, activation: tile.activations?.[neuron]?.slice() ?? new Float32Array(0) };
}
