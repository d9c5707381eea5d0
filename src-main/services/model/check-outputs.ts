/** What a network computes must be numbers: nothing that is summed from infinities means anything, and JSON cannot keep them. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { BatchResult } from '../../../src-shared/engine/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';

/** Outputs of a batch: samples `first`… of the source called `source`. */
export interface ComputedBatch {
  readonly source: string;
  readonly first: number;
  readonly samples: number;
  /** Per output of the network, `[B, …]` flat. */
  readonly float: readonly Float64Array[];
  readonly result: BatchResult;
}

/** Throws `dataset.value` for an output, or a neuron layer's activations, with a value that is infinite or not a number. */
export function checkOutputs({ network, stages }: SpikingNetwork, batch: ComputedBatch): void {
  const { source, first, samples, float, result } = batch;
  const at = { file: source };
  const fail = (which: string, value: number, where: string): SpikeloomError =>
    new SpikeloomError('dataset.value', `${source}: the ${which} computes ${value} ${where}; check samples and preprocessing`, {
      at,
    });
  const check = (which: string, outputs: readonly Float64Array[]): void => {
    for (const [output, data] of outputs.entries()) {
      const index = data.findIndex((value) => !Number.isFinite(value));
      if (index < 0) continue;
      const size = float[output]!.length / samples;
      const sample = first + (Math.floor(index / size) % samples);
      throw fail(which, data[index]!, `as output ${network.outputs[output]!.name} of sample ${sample}`);
    }
  };
  check('float network', float);
  check('spiking network', result.logits);
  for (const stage of stages) {
    const counts = stage.kind === 'neuron' ? result.neurons.get(stage.id) : undefined;
    const sums = counts?.squaredError ? [...counts.squaredError, counts.squaredNorm!] : [];
    const value = sums.find((sum) => !Number.isFinite(sum));
    if (value === undefined || stage.kind !== 'neuron') continue;
    throw fail('float or the spiking network', value, `in layer ${stage.name}, samples ${first} to ${first + samples - 1}`);
  }
}
