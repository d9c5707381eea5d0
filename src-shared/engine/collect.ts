/** Joins the results of a batch's tiles. */
import type { Layout } from '../lowering/layout.ts';
import type { SpikingNetwork } from '../spiking/index.ts';
import { LOSSES, lossRecord } from '../units/carried.ts';
import type { BatchResult, Losses, NeuronCounts, OperationCounts } from './engine.ts';
import type { SampleRange } from './sample-ranges.ts';

/** Sums over the samples of a tile. Neuron layers and counted layers are known by their positions. */
export interface TileCounts {
  /** Per neuron layer `[T]`: non-zero outputs, spike bits, Σ (estimate − activation)²; and Σ activation². */
  readonly spikes: readonly Float64Array[];
  readonly bits: readonly Float64Array[];
  readonly squaredError: readonly Float64Array[];
  readonly squaredNorm: Float64Array;
  /**
   * For each neuron layer, two numbers for each loss (src-shared/units/carried.ts): the number of lost activations, and their Σ
   * (estimate − activation)².
   */
  readonly losses: readonly Float64Array[];
  /** Per neuron layer `[T]`: activations that the estimate after each step cannot reach. */
  readonly clipped: readonly Float64Array[];
  /** Per counted layer `[T]`. */
  readonly operations: readonly Float64Array[];
  readonly accumulates: readonly Float64Array[];
}

/** Counts of a tile before anything ran. `neurons` and `counted` are the numbers of neuron layers and of counted layers. */
export function emptyCounts(neurons: number, counted: number, steps: number): TileCounts {
  const arrays = (count: number, length: number): Float64Array[] => Array.from({ length: count }, () => new Float64Array(length));
  return {
    spikes: arrays(neurons, steps),
    bits: arrays(neurons, steps),
    squaredError: arrays(neurons, steps),
    squaredNorm: new Float64Array(neurons),
    losses: arrays(neurons, 2 * LOSSES.length),
    clipped: arrays(neurons, steps),
    operations: arrays(counted, steps),
    accumulates: arrays(counted, steps),
  };
}

/** What a tile leaves behind. */
export interface TileResult {
  /** Each output of the network, decoded: `[T, b, outer · inner]`. */
  readonly logits: readonly Float64Array[];
  readonly counts: TileCounts;
  /** Each output of the float network, `[outer, b, inner]`. */
  readonly float?: readonly Float32Array[];
}

/** Copies the samples of a tile `[outer, b, inner]` to their places in the batch `[outer, B, inner]`. */
export function joinValue(
  whole: Float32Array | Float64Array,
  part: Float32Array,
  { outer, inner }: Layout,
  batch: number,
  tile: SampleRange,
): void {
  for (let block = 0; block < outer; block++) {
    const from = block * tile.samples * inner;
    whole.set(part.subarray(from, from + tile.samples * inner), (block * batch + tile.first) * inner);
  }
}

/** Copies the decoded outputs of a tile `[T, b, outer · inner]` to their places in `[T, outer, B, inner]`. */
function joinLogits(
  whole: Float64Array,
  part: Float64Array,
  { outer, inner }: Layout,
  batch: number,
  steps: number,
  tile: SampleRange,
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

/** Collects a batch over `steps` time steps. `outputs` are the layouts of the network's outputs. */
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
  const tiles: { readonly first: number; readonly counts: TileCounts }[] = [];
  return {
    add(result: TileResult, tile: SampleRange): void {
      outputs.forEach((layout, index) => {
        joinLogits(logits[index]!, result.logits[index]!, layout, batch, steps, tile);
        if (result.float) joinValue(float[index]!, result.float[index]!, layout, batch, tile);
      });
      tiles.push({ first: tile.first, counts: result.counts });
    },
    result(): BatchResult {
      const { neurons, counted } = sumCounts(
        spiking,
        steps,
        errors,
        // Sums of floating-point numbers depend on their order, and tiles finish in any order.
        tiles.toSorted((a, b) => a.first - b.first).map(({ counts }) => counts),
      );
      return { logits, ...(errors ? { float } : {}), neurons, counted };
    },
  };
}

/** Counts of all tiles together, by stage and by counted layer. */
function sumCounts(
  spiking: SpikingNetwork,
  steps: number,
  errors: boolean,
  tiles: readonly TileCounts[],
): Pick<BatchResult, 'neurons' | 'counted'> {
  const sum = (parts: readonly Float64Array[]): Float64Array => {
    const whole = new Float64Array(steps);
    for (const part of parts) for (let t = 0; t < steps; t++) whole[t]! += part[t]!;
    return whole;
  };
  const neuron = (index: number): NeuronCounts => ({
    spikes: sum(tiles.map(({ spikes }) => spikes[index]!)),
    bits: sum(tiles.map(({ bits }) => bits[index]!)),
    ...(errors
      ? {
          squaredError: sum(tiles.map(({ squaredError }) => squaredError[index]!)),
          squaredNorm: tiles.reduce((norm, { squaredNorm }) => norm + squaredNorm[index]!, 0),
          losses: lossesOf(tiles.map(({ losses }) => losses[index]!)),
          clipped: sum(tiles.map(({ clipped }) => clipped[index]!)),
        }
      : {}),
  });
  const operations = (index: number): OperationCounts => ({
    operations: sum(tiles.map(({ operations }) => operations[index]!)),
    accumulates: sum(tiles.map(({ accumulates }) => accumulates[index]!)),
  });
  const stages = spiking.stages.filter((stage) => stage.kind === 'neuron');
  return {
    neurons: new Map(stages.map(({ id }, index) => [id, neuron(index)])),
    counted: new Map(spiking.counted.map(({ name }, index) => [name, operations(index)])),
  };
}

function lossesOf(tiles: readonly Float64Array[]): Losses {
  const total = (at: number): number => tiles.reduce((sum, numbers) => sum + numbers[at]!, 0);
  return lossRecord((index) => ({ count: total(2 * index), squaredError: total(2 * index + 1) }));
}
