/** Segments, max pooling and transcoders on the device. */
import type { LoweredMaxPool, LoweredProgram, LoweredSegment, LoweredTranscoder } from '../src-shared/lowering/index.ts';
import type { SpikingNetwork } from '../src-shared/spiking/index.ts';
import { atBatch } from '../src-shared/tensor/index.ts';
import { count } from './counting.ts';
import { poolKernel, transcoderKernel } from './kernels/steps.ts';
import type { GpuOperation } from './operation.ts';
import type { DeviceModel } from './runtime.ts';
import type { TileCounts } from '../src-shared/engine/index.ts';
import { constantOf, type Tile } from './tile.ts';
import { inverseSteps } from './workspace.ts';

/** `model`: undefined where the segment only gives its input another shape. */
export function segmentOperation(program: LoweredProgram, segment: LoweredSegment, model: DeviceModel | undefined): GpuOperation {
  const { network } = program.spiking;
  const { inputs, output, counted } = segment;
  return {
    reads: inputs,
    writes: output,
    async run(tile, counts) {
      for (const index of counted) await countLayer(program, segment, index, tile, counts);
      if (!model) return;
      const steps = tile.stored(output);
      const tensors = [];
      for (const value of inputs) {
        const buffer = tile.stored(value) === steps ? tile.read(value) : await tile.readAll(value);
        tensors.push({ buffer, dims: atBatch(network.shapes.get(value)!, steps * tile.batch) });
      }
      const dims = atBatch(network.shapes.get(output)!, steps * tile.batch);
      await model.run(tensors, [{ buffer: tile.write(output), dims }]);
    },
  };
}

/** Operations of a convolution or linear layer, counted on what it reads. */
async function countLayer(
  { spiking, counted }: LoweredProgram,
  segment: LoweredSegment,
  index: number,
  tile: Tile,
  counts: TileCounts,
): Promise<void> {
  const { layer, fanOut, quanta } = counted[index]!;
  const value = layer.inputs[0]!;
  const { outer, inner } = tile.layout(value);
  const size = outer * inner;
  const constant = segment.coding === 'rate' ? spiking.constantParts.get(value) : undefined;
  const weights = Float32Array.from({ length: size }, (_, i) => fanOut![i % fanOut!.length]!);
  const silent = constant && Float32Array.from(constant, (part) => -part);
  const resting = constant ? weights.reduce((sum, weight, i) => sum + (constant[i] === 0 ? 0 : weight), 0) * tile.batch : 0;
  const add = (sum: Float64Array) => (perStep: Float64Array) => {
    for (let t = 0; t < tile.steps; t++) sum[t]! += perStep[tile.time(value) === 'constant' ? 0 : t] ?? resting;
  };
  const request = { value, name: `${layer.name}: count`, weights, silent };
  const [operations, accumulates] = [add(counts.operations[index]!), add(counts.accumulates[index]!)];
  await count(tile, request, (perStep) => {
    operations(perStep);
    if (!quanta) accumulates(perStep);
  });
  if (!quanta) return;
  const reciprocal = Float32Array.from(quanta, (quantum) => (quantum > 0 ? 1 / quantum : 0));
  const levels = Math.max(...spiking.stages.map((stage) => (stage.kind === 'neuron' && stage.model === 'ms' ? stage.levels : 1)));
  await count(tile, { value, name: `${layer.name}: bits`, weights, bits: { reciprocal, levels } }, accumulates);
}

export function maxPoolOperation(spiking: SpikingNetwork, { unit, plane, window }: LoweredMaxPool): GpuOperation {
  const { input, output, coding } = unit;
  return {
    reads: [input],
    writes: output,
    async run(tile) {
      const { workspace, steps, batch } = tile;
      const [from, to] = [tile.layout(input), tile.layout(output)];
      const parts = workspace.partsOf(to.inner);
      const columns = to.inner / parts;
      await tile.dispatch(
        poolKernel({ steps, coding, plane, window }),
        [
          { buffer: await tile.readAll(input), columns: from.inner, rows: from.outer * steps * batch },
          { buffer: constantOf(tile, spiking.constantParts, input), columns: from.inner, rows: from.outer },
          { buffer: inverseSteps(workspace, steps), columns: steps, rows: 1 },
        ],
        [batch * parts, parts, columns],
        { buffer: tile.write(output), columns, rows: to.outer * steps * batch * parts },
      );
    },
  };
}

export function transcoderOperation(spiking: SpikingNetwork, { unit }: LoweredTranscoder): GpuOperation {
  const { input, output, coding } = unit;
  return {
    reads: [input],
    writes: output,
    async run(tile) {
      const { workspace, steps, batch } = tile;
      const { outer, inner } = tile.layout(input);
      const parts = workspace.partsOf(inner);
      const place = { columns: inner / parts, rows: outer * steps * batch * parts };
      await tile.dispatch(
        transcoderKernel(steps, coding),
        [
          { buffer: await tile.readAll(input), ...place },
          { buffer: constantOf(tile, spiking.constantParts, input), columns: inner / parts, rows: outer * parts },
          { buffer: inverseSteps(workspace, steps), columns: steps, rows: 1 },
        ],
        [batch * parts, parts],
        { buffer: tile.write(output), ...place },
      );
    },
  };
}
