/** Joins what the tiles of a batch recorded of neuron layers. */
import { SpikeloomError } from '../errors/index.ts';
import type { ValueId } from '../network/index.ts';
import type { SpikingNetwork } from '../spiking/index.ts';
import type { EngineId } from './engines.ts';
import type { SampleRange } from './sample-ranges.ts';

/** The recording of a neuron layer by a tile of b samples. */
export interface RecordedLayer {
  /** Spikes `[T, b, …]`. */
  readonly sent: Float32Array;
  /** Float activations `[b, …]`; empty if the tile has none. */
  readonly activation: Float32Array;
}

/** The batch that is recorded. */
interface RecordedBatch {
  readonly engine: EngineId;
  readonly batch: number;
  readonly steps: number;
}

/** A recorder of `wanted` values over a batch. Throws `option.invalid` for a value that no neuron layer writes. */
export function createRecorder(spiking: SpikingNetwork, wanted: readonly ValueId[], { engine, batch, steps }: RecordedBatch) {
  const outputs = spiking.stages.filter((stage) => stage.kind === 'neuron').map((stage) => stage.output);
  const layers = wanted.map((value) => outputs.indexOf(value));
  if (layers.includes(-1)) {
    throw new SpikeloomError('option.invalid', `The ${engine} engine records neuron layers only; use the reference engine.`, {
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
    /** The neuron layers to record, by their index among the neuron layers. */
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
