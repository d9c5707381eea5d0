/** Joins what the tiles of a batch bring back. */
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import type { BatchResult, NeuronCounts, OperationCounts } from '../../../src-shared/engine/index.ts';
import type { Layout } from '../../../src-shared/lowering/index.ts';
import type { TileRange } from './tiling.ts';
import type { TileCounts, TileResult } from './worker/protocol.ts';

/** Puts the samples of a tile `[outer, b, inner]` where they belong in a batch `[outer, B, inner]`. */
export function joinValue(
  whole: Float32Array | Float64Array,
  part: Float32Array,
  { outer, inner }: Layout,
  batch: number,
  tile: TileRange,
): void {
  for (let block = 0; block < outer; block++) {
    const from = block * tile.samples * inner;
    whole.set(part.subarray(from, from + tile.samples * inner), (block * batch + tile.first) * inner);
  }
}

/** Puts the decoded outputs of a tile `[T, b, outer · inner]` where they belong in `[T, outer, B, inner]`. */
function joinLogits(
  whole: Float64Array,
  part: Float64Array,
  { outer, inner }: Layout,
  batch: number,
  steps: number,
  tile: TileRange,
): void {
  const size = outer * inner;
  for (let t = 0; t < steps; t++) {
    for (let sample = 0; sample < tile.samples; sample++) {
      for (let block = 0; block < outer; block++) {
        const from = (t * tile.samples + sample) * size + block * inner;
        whole.set(part.subarray(from, from + inner), ((t * outer + block) * batch + tile.first + sample) * inner);
      }
    }
  }
}

/** Collects a batch over `steps`; `outputs`: layouts of the network's outputs. */
export function createCollector(
  spiking: SpikingNetwork,
  outputs: readonly Layout[],
  batch: number,
  steps: number,
  errors: boolean,
) {
  const sizes = outputs.map(({ outer, inner }) => batch * outer * inner);
  const logits = sizes.map((size) => new Float64Array(steps * size));
  const float = sizes.map((size) => new Float64Array(errors ? size : 0));
  const neurons = spiking.stages.flatMap((stage) => {
    if (stage.kind !== 'neuron') return [];
    const counts = {
      spikes: new Float64Array(steps),
      bits: new Float64Array(steps),
      squaredError: new Float64Array(steps),
      squaredNorm: 0,
    };
    return [{ id: stage.id, counts }];
  });
  const counted = spiking.counted.map(({ name }) => {
    return { name, counts: { operations: new Float64Array(steps), accumulates: new Float64Array(steps) } };
  });

  const addCounts = (counts: TileCounts): void => {
    neurons.forEach((neuron, index) => {
      add(neuron.counts.spikes, counts.spikes[index]!);
      add(neuron.counts.bits, counts.bits[index]!);
      add(neuron.counts.squaredError, counts.squaredError[index]!);
      neuron.counts.squaredNorm += counts.squaredNorm[index]!;
    });
    counted.forEach((layer, index) => {
      add(layer.counts.operations, counts.operations[index]!);
      add(layer.counts.accumulates, counts.accumulates[index]!);
    });
  };

  return {
    add(result: TileResult, tile: TileRange): void {
      outputs.forEach((layout, index) => {
        joinLogits(logits[index]!, result.logits[index]!, layout, batch, steps, tile);
        if (result.float) joinValue(float[index]!, result.float[index]!, layout, batch, tile);
      });
      addCounts(result.counts);
    },
    result(): BatchResult {
      return {
        logits,
        ...(errors ? { float } : {}),
        neurons: new Map(
          neurons.map(({ id, counts: { spikes, bits, ...error } }): [string, NeuronCounts] => [
            id,
            { spikes, bits, ...(errors ? error : {}) },
          ]),
        ),
        counted: new Map(counted.map(({ name, counts }): [string, OperationCounts] => [name, counts])),
      };
    },
  };
}

function add(sum: Float64Array, part: Float64Array): void {
  for (let t = 0; t < sum.length; t++) sum[t]! += part[t]!;
}
