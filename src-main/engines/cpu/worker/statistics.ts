/**
 * Statistics of values of the float network in one worker. ONNX Runtime writes the values into the kernels' memory, and the
 * kernels walk them there.
 */
import type { Model } from '../../../../src-shared/lowering/index.ts';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { arrayPasses, type Summary, summarise } from '../../../../src-shared/statistics/index.ts';
import { sizeOf } from '../../../../src-shared/tensor/index.ts';
import { aligned, type KernelMemory, loadKernels } from './kernels.ts';
import { kernelPasses, passesBytes } from './passes.ts';
import type { TapRequest } from './protocol.ts';

/** Part of a batch. */
export interface Part {
  /** `[samples, …]`. */
  readonly input: Tensor;
  readonly samples: number;
  /** Samples of the whole batch. */
  readonly batch: number;
}

/** A session of a model whose outputs are tapped; undefined if only the input is tapped. */
export interface TappedModel {
  readonly model: Model;
  readonly session: InferenceSession | undefined;
}

/** Makes the function that runs a float network on a part of a batch and summarises the tapped values. */
export function createSummariser() {
  let loading: Promise<KernelMemory> | undefined;
  return async ({ model, session }: TappedModel, part: Part, taps: readonly TapRequest[]): Promise<Summary[]> => {
    const memory = await (loading ??= loadKernels());
    const outputs = model.outputs.map((name, output) => {
      const { rows, request } = taps.find((tap) => tap.output === output)!;
      const dims = [part.samples * rows, ...request.shape];
      return { name, dims, length: sizeOf(dims) };
    });
    const bytes = outputs.map(({ length }) => aligned(length * Float32Array.BYTES_PER_ELEMENT));
    const longest = Math.max(0, ...outputs.map(({ length }) => length));
    const scratchBytes = Math.max(0, ...taps.map(({ request: { shape, bins } }) => passesBytes(shape, bins, longest)));
    const scratch = memory.arena(aligned(scratchBytes) + bytes.reduce((sum, size) => sum + size, 0));
    let next = scratch + aligned(scratchBytes);
    const addresses = bytes.map((size) => (next += size) - size);
    const values = outputs.map(({ name, dims, length }, output): [string, Tensor] => {
      return [name, new Tensor('float32', memory.floats(addresses[output]!, length), dims)];
    });
    await session?.run({ [model.inputs[0]!]: part.input }, Object.fromEntries(values));
    return taps.map(({ output, rows, request }) => {
      const passes =
        output < 0
          ? arrayPasses(part.input.data as Float32Array, request.shape)
          : kernelPasses(memory, addresses[output]!, outputs[output]!.length, request.shape, scratch);
      return summarise(request, passes, part.batch * rows);
    });
  };
}
