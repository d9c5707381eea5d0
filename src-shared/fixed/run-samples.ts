/**
 * Runs samples through a network in whole numbers and counts spikes and operations (docs/algorithm.md §7, §9), in the form in which engines
 * join the parts of a batch.
 */
import { oneBits } from '../units/spike-bits.ts';
import { emptyCounts, type TileCounts, type TileResult } from '../engine/collect.ts';
import type { FixedCount, FixedNetwork, FixedNeuron } from './network.ts';
import type { FixedSimulator } from './simulate/simulator.ts';

/** The results of some samples. */
export interface FixedResult extends TileResult {
  /** For each neuron layer, pool and transcoder, by its position among the layers: inputs that were clamped. */
  readonly clamped: Float64Array;
  /** Input values outside of the input's range. */
  readonly saturated: number;
}

/** Runs `samples` samples `[b, …]` over `steps` steps. Calls `check` before each step. */
export function runSamples(
  network: FixedNetwork,
  simulator: FixedSimulator,
  inputs: ArrayLike<number> & { subarray(from: number, to: number): ArrayLike<number> },
  { samples, steps, check = () => {} }: { readonly samples: number; readonly steps: number; readonly check?: () => void },
): FixedResult {
  const neurons = network.layers.filter((layer) => layer.kind === 'neuron');
  const counts = emptyCounts(neurons.length, network.counted.length, steps);
  const sizes = network.outputs.map(({ value }) => network.values[value].size);
  const logits = sizes.map((size) => new Float64Array(steps * samples * size));
  const clamped = new Float64Array(network.layers.length);
  let saturated = 0;
  const size = network.values[network.input.value].size;
  for (let sample = 0; sample < samples; sample++) {
    simulator.begin(inputs.subarray(sample * size, (sample + 1) * size));
    for (let t = 0; t < steps; t++) {
      check();
      simulator.step();
      countStep(network, neurons, simulator.values, counts, t);
      network.outputs.forEach(({ unit, intake: { parts } }, index) => {
        const to = (t * samples + sample) * sizes[index];
        simulator.outputs[index].decoded.forEach((value, i) => (logits[index][to + i] = (value * unit) / parts));
      });
    }
    simulator.clamped.forEach((count, layer) => (clamped[layer] += count));
    saturated += simulator.saturated();
  }
  return { logits, counts, clamped, saturated };
}

function countStep(
  { counted }: FixedNetwork,
  neurons: readonly FixedNeuron[],
  values: readonly Int32Array[],
  counts: TileCounts,
  t: number,
): void {
  neurons.forEach(({ output, model }, index) => {
    const sent = values[output];
    let [spikes, bits] = [0, 0];
    for (let i = 0; i < sent.length; i++) {
      if (sent[i] === 0) continue;
      spikes++;
      bits += model === 'ms' ? oneBits(Math.abs(sent[i])) : 1;
    }
    counts.spikes[index][t] += spikes;
    counts.bits[index][t] += bits;
  });
  counted.forEach((layer, index) => {
    const [operations, accumulates] = operationsOf(layer, values[layer.value]);
    counts.operations[index][t] += operations;
    counts.accumulates[index][t] += accumulates;
  });
}

/** Operations of a counted layer, and the same with every spike of a multi-spike neuron counted. */
function operationsOf({ fanOut, multiple }: FixedCount, x: Int32Array): [operations: number, accumulates: number] {
  let [operations, accumulates] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    if (x[i] === 0) continue;
    const targets = fanOut[i % fanOut.length];
    operations += targets;
    accumulates += multiple?.[i] ? targets * oneBits(Math.abs(x[i])) : targets;
  }
  return [operations, accumulates];
}
