/**
 * Runs an exported ONNX model in ONNX Runtime, independently of the engines: this is how a package proves itself. One thread, so that
 * sums are taken in the same order on every machine.
 */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type ManifestState, stateSizes } from '../../../src-shared/export/index.ts';
import { layoutsOf } from '../../../src-shared/lowering/index.ts';
import { say } from '../../../src-shared/message/index.ts';
import { readoutFromOf } from '../../../src-shared/plan/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { atBatch, sizeOf } from '../../../src-shared/tensor/index.ts';
import { readoutMeans } from '../../../src-shared/units/index.ts';
import type { RunContext, RunInput, StepValues } from '../exporter.ts';

/** Opens a model and closes it after `work`. Throws `engine.failed` if ONNX Runtime refuses it. */
async function withSession<T>(bytes: Uint8Array, work: (session: InferenceSession) => Promise<T>): Promise<T> {
  try {
    const session = await InferenceSession.create(bytes, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'basic',
      logSeverityLevel: 3,
    });
    try {
      return await work(session);
    } finally {
      await session.release();
    }
  } catch (cause) {
    if (cause instanceof SpikeloomError || (cause instanceof Error && cause.name === 'AbortError')) throw cause;
    throw new SpikeloomError('engine.failed', say`ONNX Runtime cannot run the exported model: ${messageOf(cause)}.`, { cause });
  }
}

function feedsOf({ network }: SpikingNetwork, { samples, batch }: RunInput): Record<string, Tensor> {
  const { name, value } = network.input;
  return { [name]: new Tensor('float32', samples, atBatch(network.shapes.get(value)!, batch)) };
}

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

/**
 * Runs a step model T times from states of zeros. Returns the decoded outputs of every step; `suffix`: of their names. Throws `export.disagrees` if the
 * model's own answers are not the plan's means of them.
 */
export function runStepModel(
  bytes: Uint8Array,
  spiking: SpikingNetwork,
  input: RunInput,
  { states, steps, suffix }: { readonly states: readonly ManifestState[]; readonly steps: number; readonly suffix: string },
  { signal, onProgress }: RunContext,
): Promise<StepValues> {
  return withSession(bytes, async (session) => {
    let kept = states.map((state): Tensor => {
      const sizes = stateSizes(state, input.batch);
      return new Tensor('float32', new Float32Array(sizeOf(sizes)), sizes);
    });
    const decoded = spiking.network.outputs.map((): Float32Array[] => []);
    const answers = spiking.network.outputs.map((): Float32Array[] => []);
    for (let t = 0; t < steps; t++) {
      signal.throwIfAborted();
      const feeds = Object.fromEntries(states.map((state, index) => [state.in, kept[index]!]));
      const results = await session.run({ ...feeds, ...feedsOf(spiking, input) });
      kept = states.map((state) => results[state.out] as Tensor);
      spiking.network.outputs.forEach(({ name }, index) => {
        decoded[index]!.push(results[name + suffix]!.data as Float32Array);
        answers[index]!.push(results[name]!.data as Float32Array);
      });
      onProgress?.((t + 1) / steps);
    }
    const values = decoded.map(joined);
    values.forEach((value, index) => checkAnswers(spiking, index, value, joined(answers[index]!), steps));
    return values;
  });
}

/** Largest distance of an answer from the mean of decoded outputs, relative to the largest answer: sums in 32 bits round. */
const ROUNDED = 1e-4;

function checkAnswers(
  spiking: SpikingNetwork,
  output: number,
  decoded: Float64Array,
  answers: Float64Array,
  steps: number,
): void {
  const wanted = readoutMeans(decoded, steps, readoutFromOf(spiking));
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const at = wanted.findIndex((value, i) => Math.abs(answers[i]! - value) > ROUNDED * largest);
  if (at < 0) return;
  const step = Math.floor((at / wanted.length) * steps) + 1;
  const { name } = spiking.network.outputs[output]!;
  throw new SpikeloomError(
    'export.disagrees',
    `The written model's answer ${name} after step ${step} is not the mean of its decoded outputs that the plan asks for; nothing was exported. Report this network.`,
  );
}

/** Runs an unrolled model. Returns the answers after every step; `suffix`: of their names. */
export function runUnrolledModel(
  bytes: Uint8Array,
  spiking: SpikingNetwork,
  input: RunInput,
  suffix: string,
  { signal, onProgress }: RunContext,
): Promise<StepValues> {
  return withSession(bytes, async (session) => {
    signal.throwIfAborted();
    const results = await session.run(feedsOf(spiking, input));
    onProgress?.(1);
    return spiking.network.outputs.map(({ name }) => Float64Array.from(results[name + suffix]!.data as Float32Array));
  });
}

/**
 * Runs samples through a model for `batch` samples at a time, or all at once if that is undefined. The last part is filled up with
 * copies of its last sample.
 */
export async function runInBatches(
  spiking: SpikingNetwork,
  batch: number | undefined,
  steps: number,
  { samples, batch: all }: RunInput,
  run: (part: RunInput) => Promise<StepValues>,
): Promise<StepValues> {
  if (batch === undefined) return run({ samples, batch: all });
  const size = samples.length / all;
  const { network } = spiking;
  const layouts = layoutsOf(spiking);
  const whole = network.outputs.map(({ value }) => new Float64Array(steps * sizeOf(atBatch(network.shapes.get(value)!, all))));
  for (let from = 0; from < all; from += batch) {
    const count = Math.min(batch, all - from);
    const part = new Float32Array(batch * size);
    for (let sample = 0; sample < batch; sample++) {
      const source = (from + Math.min(sample, count - 1)) * size;
      part.set(samples.subarray(source, source + size), sample * size);
    }
    const values = await run({ samples: part, batch });
    values.forEach((value, index) => {
      const blocks = steps * layouts.get(network.outputs[index]!.value)!.outer;
      const inner = value.length / blocks / batch;
      for (let block = 0; block < blocks; block++) {
        const start = block * batch * inner;
        whole[index]!.set(value.subarray(start, start + count * inner), (block * all + from) * inner);
      }
    });
  }
  return whole;
}
