/** Joins what the tiles of a batch recorded of neuron layers. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { SampleRange } from '../../../src-shared/engine/index.ts';
import type { ValueId } from '../../../src-shared/network/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import type { RecordedLayer } from './worker/protocol.ts';

/** A recorder of `wanted` values over a batch. Throws `option.invalid` for a value that no neuron layer writes. */
export function createRecorder(spiking: SpikingNetwork, wanted: readonly ValueId[], batch: number, steps: number) {
  const outputs = spiking.stages.filter((stage) => stage.kind === 'neuron').map((stage) => stage.output);
  const layers = wanted.map((value) => outputs.indexOf(value));
  if (layers.includes(-1)) {
    throw new SpikeloomError('option.invalid', 'The cpu engine records neuron layers only; use the reference engine.', {
      at: { option: 'engine' },
    });
  }
  const values = new Map<ValueId, Float64Array>();
  const activations = new Map<ValueId, Float64Array>();
  const wholeOf = (map: Map<ValueId, Float64Array>, value: ValueId, length: number): Float64Array => {
    if (!map.has(value)) map.set(value, new Float64Array(length));
    return map.get(value)!;
  };
  return {
    /** The neuron layers to record, by their index in the program. */
    layers,
    /** Spikes `[T, B, …]` and float activations `[B, …]` by value. */
    values,
    activations,
    add(recorded: ReadonlyMap<number, RecordedLayer>, { first, samples }: SampleRange): void {
      for (const [layer, { sent, activation }] of recorded) {
        const size = sent.length / steps / samples;
        const whole = wholeOf(values, outputs[layer]!, steps * batch * size);
        for (let t = 0; t < steps; t++) {
          whole.set(sent.subarray(t * samples * size, (t + 1) * samples * size), (t * batch + first) * size);
        }
        if (activation.length > 0) wholeOf(activations, outputs[layer]!, batch * size).set(activation, first * size);
      }
    },
  };
}
