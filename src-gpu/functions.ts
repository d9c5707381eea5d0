/** Functions of estimates on the device (docs/algorithm.md §4), products among them: estimates, the function, what changed. */
import type { LoweredFunction } from '../src-shared/lowering/index.ts';
import type { SpikingNetwork } from '../src-shared/spiking/index.ts';
import { atBatch } from '../src-shared/tensor/index.ts';
import { changeKernel, estimateKernel } from './kernels/steps.ts';
import type { GpuOperation } from './operation.ts';
import { checkCountable, countPairs } from './pairs.ts';
import type { DeviceModel } from './runtime.ts';
import { constantOf, type Tile } from './tile.ts';
import { inverseSteps, repeated } from './workspace.ts';

export function functionOperation(
  { network, constantParts }: SpikingNetwork,
  lowered: LoweredFunction,
  model: DeviceModel,
): GpuOperation {
  const { inputs, output, coding, estimated, keeps, counted } = lowered;
  const differential = coding === 'differential';
  if (counted !== undefined) checkCountable(inputs.map((value) => ({ value, shape: network.shapes.get(value)! })));

  /** Estimates of an input after each of `steps`. */
  const estimate = async (tile: Tile, index: number, steps: number): Promise<GPUBuffer> => {
    const value = inputs[index]!;
    if (estimated[index]) return tile.read(value);
    const { workspace, batch } = tile;
    const { outer, inner } = tile.layout(value);
    const parts = workspace.partsOf(inner);
    const columns = inner / parts;
    const rows = outer * steps * batch * parts;
    const inverse = inverseSteps(workspace, steps);
    const table = (buffer: GPUBuffer) => ({ buffer, columns: steps, rows: 1 });
    const result = tile.temporary(outer * steps * batch * inner);
    await tile.dispatch(
      estimateKernel(steps, !differential),
      [
        { buffer: steps === 1 ? tile.read(value) : await tile.readAll(value), columns, rows },
        { buffer: constantOf(tile, constantParts, value), columns, rows: outer * parts },
        table(differential ? inverse : repeated(workspace, 1, steps)),
        table(inverse),
      ],
      [batch * parts, parts],
      { buffer: result, columns, rows },
    );
    return result;
  };

  return {
    reads: inputs,
    writes: output,
    async run(tile, counts) {
      const { batch } = tile;
      // If every input is stored once, the output is too: it is zero after its first step, or the same at every step.
      const steps = tile.stored(output);
      const estimates: GPUBuffer[] = [];
      for (const index of inputs.keys()) estimates.push(await estimate(tile, index, steps));
      const tensors = inputs.map((value, index) => ({
        buffer: estimates[index]!,
        dims: atBatch(network.shapes.get(value)!, steps * batch),
      }));
      const result = tile.write(output);
      const { outer, inner } = tile.layout(output);
      const rows = outer * steps * batch;
      const dims = atBatch(network.shapes.get(output)!, steps * batch);
      if (keeps || steps === 1) await model.run(tensors, [{ buffer: result, dims }]);
      else {
        const values = tile.temporary(rows * inner);
        await model.run(tensors, [{ buffer: values, dims }]);
        const parts = tile.workspace.partsOf(inner);
        const place = { columns: inner / parts, rows: rows * parts };
        await tile.dispatch(changeKernel(steps, coding), [{ buffer: values, ...place }], [batch * parts], {
          buffer: result,
          ...place,
        });
      }
      if (counted !== undefined) {
        const constants = inputs.map((value) => (differential ? undefined : constantParts.get(value)));
        const operands = inputs.map((value, index) => ({
          value,
          shape: network.shapes.get(value)!,
          constant: constants[index],
          estimates: estimates[index]!,
        }));
        await countPairs(tile, operands, steps, counted, counts);
      }
    },
  };
}
