/** One ONNX Runtime session over a whole float network. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Shape } from '../../../../src-shared/tensor/index.ts';

/** A model as ONNX Runtime takes it, and its one input; outputs are fetched under these names. */
export interface FloatModel {
  readonly bytes: string | Uint8Array;
  readonly input: string;
  /** Shape of one sample. */
  readonly sample: Shape;
  readonly outputs: readonly string[];
}

/** A batch: `[count, …]` flat. */
export interface Samples {
  readonly data: Float32Array;
  readonly count: number;
}

export async function openFloatSession(model: FloatModel, threads: number) {
  const options = {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential' as const,
    graphOptimizationLevel: 'all' as const,
  };
  const session = await (typeof model.bytes === 'string'
    ? InferenceSession.create(model.bytes, options)
    : InferenceSession.create(model.bytes, options));
  return {
    async run({ data, count }: Samples): Promise<void> {
      const results = await session.run({ [model.input]: new Tensor('float32', data, [count, ...model.sample]) }, [
        ...model.outputs,
      ]);
      // Reading a value makes sure that nothing is left to be computed.
      for (const output of model.outputs) void results[output]!.data;
    },
    release: () => session.release(),
  };
}

/** True where the file takes float32 batches of any size through this one input, as the bench feeds it. */
export async function takesAnyBatch(file: string, input: string): Promise<boolean> {
  const session = await InferenceSession.create(file, { intraOpNumThreads: 1 });
  try {
    const [meta, ...others] = session.inputMetadata;
    return (
      others.length === 0 && meta?.name === input && meta.isTensor && meta.type === 'float32' && typeof meta.shape[0] === 'string'
    );
  } finally {
    await session.release();
  }
}
