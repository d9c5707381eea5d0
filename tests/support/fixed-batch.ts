/**
 * Rewrites a model with a dynamic batch as an exporter with a fixed batch would have written it: the input's size is a
 * number, and shape arithmetic is gone, its results being literal constants. ONNX Runtime says what those are.
 */
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { readFile } from 'node:fs/promises';
import { decodeModel, encodeModel } from '../../src-main/onnx/proto/schema.ts';
import { DATA_TYPE, type ModelProto } from '../../src-main/onnx/proto/types.ts';
import { sizeOf } from '../../src-shared/tensor/index.ts';

/** Every integer or boolean value that the nodes of the model compute at a batch. */
async function shapeArithmetic(model: ModelProto, shape: readonly number[]): Promise<Map<string, OrtTensor>> {
  const graph = model.graph!;
  const names = graph.node.flatMap((node) => node.output);
  const watched = encodeModel({ ...model, graph: { ...graph, output: names.map((name) => ({ name })) } });
  const session = await InferenceSession.create(watched, {
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
    graphOptimizationLevel: 'disabled',
  });
  try {
    const input = new OrtTensor('float32', new Float32Array(sizeOf(shape)), [...shape]);
    const results = await session.run({ [graph.input[0]!.name]: input });
    return new Map(Object.entries(results).filter(([, tensor]) => tensor.type === 'int64' || tensor.type === 'bool'));
  } finally {
    await session.release();
  }
}

const tensorProto = (name: string, { type, dims, data }: OrtTensor): object =>
  type === 'int64'
    ? { name, dims, dataType: DATA_TYPE.int64, int64Data: Array.from(data as BigInt64Array, String) }
    : { name, dims, dataType: DATA_TYPE.bool, int32Data: Array.from(data as Uint8Array, Number) };

/** The bytes of the model in `file` with its batch fixed. `sample`: shape of its input without the batch. */
export async function withFixedBatch(file: string, sample: readonly number[], batch: number): Promise<Uint8Array> {
  const model = decodeModel(await readFile(file));
  const graph = model.graph!;
  const shape = [batch, ...sample];
  const literal = await shapeArithmetic(model, shape);
  const [input] = graph.input;
  return encodeModel({
    ...model,
    graph: {
      ...graph,
      node: graph.node.filter((node) => !node.output.every((name) => literal.has(name))),
      initializer: [...graph.initializer, ...[...literal].map(([name, tensor]) => tensorProto(name, tensor))],
      input: [
        {
          name: input!.name,
          type: { tensorType: { elemType: DATA_TYPE.float, shape: { dim: shape.map((dimValue) => ({ dimValue })) } } },
        },
      ],
    },
  });
}
