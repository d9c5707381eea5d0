/** ONNX Runtime as the second opinion on what a model computes. */
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';

/** Runs a model (file or bytes) on one input `[B, …]`. Returns the outputs in the model's order, with their shapes. */
export async function runOnnxRuntime(
  model: string | Uint8Array,
  shape: readonly number[],
  values: ArrayLike<number>,
): Promise<{ readonly shape: readonly number[]; readonly data: Float64Array }[]> {
  const options = { intraOpNumThreads: 1, logSeverityLevel: 3 } as const;
  const session =
    typeof model === 'string' ? await InferenceSession.create(model, options) : await InferenceSession.create(model, options);
  try {
    const input = new OrtTensor('float32', Float32Array.from(values), [...shape]);
    const results = await session.run({ [session.inputNames[0]!]: input });
    return session.outputNames.map((name) => {
      const { dims, data } = results[name]!;
      return { shape: dims, data: Float64Array.from(data as ArrayLike<number | bigint>, Number) };
    });
  } finally {
    await session.release();
  }
}

/** ‖a − b‖₂ / ‖b‖₂; the plain distance where b is zero. */
export function relativeDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < b.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    norm += b[i]! ** 2;
  }
  return Math.sqrt(difference) / (norm > 0 ? Math.sqrt(norm) : 1);
}
