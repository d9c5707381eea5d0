/** Rejects network outputs that are infinite or not a number. Sums over such values have no meaning, and JSON cannot hold them. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { BatchResult } from '../../../src-shared/engine/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';

/** Outputs of one batch. The batch starts at sample `first` of the source named `source`. */
export interface ComputedBatch {
  readonly source: string;
  readonly first: number;
  readonly samples: number;
  /** One array per output of the network, each a flat `[B, …]`. */
  readonly float: readonly Float64Array[];
  readonly result: BatchResult;
}

/** Throws `dataset.value` if an output, or a neuron layer's activation, is infinite or not a number. */
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
