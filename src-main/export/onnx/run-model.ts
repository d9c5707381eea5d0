/**
 * Runs an exported ONNX model in ONNX Runtime, independently of the engines: this is how a package proves itself. One thread, so that
 * sums are taken in the same order on every machine.
 */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { atBatch, type Shape } from '../../../src-shared/tensor/index.ts';
import { type ModelState, STEP, STEPS } from './models.ts';

/** Samples `[B, …]` flat, for a model with an input of this shape. */
export interface ModelInput {
  readonly name: string;
  readonly shape: Shape;
  readonly samples: Float32Array;
  readonly batch: number;
}

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly onStep?: (step: number) => void;
}

/** For every output, its values at every step, `[T, …]` flat, in the order of the outputs. */
export type StepValues = readonly Float64Array[];

async function openSession(file: string): Promise<InferenceSession> {
  return InferenceSession.create(file, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'basic',
    logSeverityLevel: 3,
  });
}

const feedOf = ({ shape, samples, batch }: ModelInput): Tensor => new Tensor('float32', samples, atBatch(shape, batch));

/** Joins the values of steps. */
function joined(parts: readonly ArrayLike<number>[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Runs a step model `steps` times from states of zeros. Returns the decoded outputs of every step. */
export async function runStepModel(
  file: string,
  input: ModelInput,
  { outputs, states, steps }: { readonly outputs: readonly string[]; readonly states: readonly ModelState[]; readonly steps: number },
  { signal, onStep }: RunOptions,
): Promise<StepValues> {
  const session = await openSession(file);
  try {
    let kept = states.map(({ shape }): Tensor => {
      const sizes = atBatch(shape, input.batch);
      return new Tensor('float32', new Float32Array(sizes.reduce((product, size) => product * size, 1)), sizes);
    });
    const decoded: Float32Array[][] = outputs.map(() => []);
    for (let t = 0; t < steps; t++) {
      signal.throwIfAborted();
      const feeds = Object.fromEntries(states.map((state, index) => [state.in, kept[index]!]));
      const results = await session.run({ ...feeds, [input.name]: feedOf(input) });
      kept = states.map((state) => results[state.out] as Tensor);
      outputs.forEach((name, index) => decoded[index]!.push(results[name + STEP]!.data as Float32Array));
      onStep?.(t + 1);
    }
    return decoded.map(joined);
  } finally {
    await session.release();
  }
}

/** Runs an unrolled model. Returns the answers after every step. */
export async function runUnrolledModel(
  file: string,
  input: ModelInput,
  { outputs }: { readonly outputs: readonly string[] },
  { signal }: RunOptions,
): Promise<StepValues> {
  const session = await openSession(file);
  try {
    signal.throwIfAborted();
    const results = await session.run({ [input.name]: feedOf(input) });
    return outputs.map((name) => Float64Array.from(results[name + STEPS]!.data as Float32Array));
  } finally {
    await session.release();
  }
}
