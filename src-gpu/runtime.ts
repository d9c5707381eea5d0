/** onnxruntime-web on the engine's device: models whose inputs and outputs are buffers there. */
import type * as OnnxRuntime from 'onnxruntime-web/webgpu';
import { messageOf, SpikeloomError } from '../src-shared/errors/index.ts';
import type { Model } from '../src-shared/lowering/index.ts';
import { onCommandLine } from '../src-shared/message/index.ts';
import { WRONG_FUSIONS } from './provider-faults.ts';

/** The module, loaded and set up by the host, which knows where its WebAssembly lies. */
export type Runtime = typeof OnnxRuntime;

/** A buffer seen as a tensor. */
export interface DeviceTensor {
  readonly buffer: GPUBuffer;
  readonly dims: readonly number[];
}

export interface DeviceModel {
  /** Computes the outputs into these buffers. Calls follow each other. */
  run(inputs: readonly DeviceTensor[], outputs: readonly DeviceTensor[]): Promise<void>;
  release(): Promise<void>;
}

/** A model to load. */
export interface ModelToLoad extends Model {
  /** Names of nodes that the WebGPU provider shall not compute. */
  readonly onCpu: readonly string[];
}

/**
 * Loads a model. `alone`: on the WebGPU provider alone; undefined if it lacks an operator of the model, or shall not compute it. Otherwise
 * onnxruntime-web computes such an operator with its WebAssembly provider, on the CPU. Throws `engine.failed` if the model cannot be loaded.
 */
export type LoadModel = {
  (model: ModelToLoad, alone: true): Promise<DeviceModel | undefined>;
  (model: ModelToLoad, alone: false): Promise<DeviceModel>;
};

/** ONNX Runtime's words about an operator that the WebGPU provider lacks, if no other provider may help. */
const LACKING = /fallback to CPU EP has been explicitly disabled/;
/** ONNX Runtime's levels: errors that we expect are not printed. */
const [LOG_ERRORS, LOG_FATAL] = [3, 4];

/** The last call of each module: one runs one call at a time, whatever session and device it is for. */
const lastCalls = new WeakMap<Runtime, Promise<unknown>>();

export function createModelLoader(runtime: Runtime, device: GPUDevice): LoadModel {
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = (lastCalls.get(runtime) ?? Promise.resolve()).then(work);
    lastCalls.set(
      runtime,
      result.catch(() => undefined),
    );
    return result;
  };
  const tensor = ({ buffer, dims }: DeviceTensor): OnnxRuntime.Tensor =>
    runtime.Tensor.fromGpuBuffer(buffer as never, { dataType: 'float32', dims: [...dims] });
  const byName = (names: readonly string[], tensors: readonly DeviceTensor[]): Record<string, OnnxRuntime.Tensor> =>
    Object.fromEntries(names.map((name, index) => [name, tensor(tensors[index]!)]));

  const load = async (model: ModelToLoad, alone: boolean): Promise<DeviceModel | undefined> => {
    const options = {
      // An empty list is refused.
      executionProviders: [{ name: 'webgpu', device, ...(model.onCpu.length > 0 ? { forceCpuNodeNames: model.onCpu } : {}) }],
      graphOptimizationLevel: 'all',
      logSeverityLevel: alone ? LOG_FATAL : LOG_ERRORS,
      extra: {
        session: { disable_cpu_ep_fallback: alone ? '1' : '0' },
        optimization: { disable_specified_optimizers: WRONG_FUSIONS },
      },
    };
    const session = await inTurn(() =>
      runtime.InferenceSession.create(model.bytes, options as OnnxRuntime.InferenceSession.SessionOptions),
    ).catch((error: unknown) => {
      if (alone && LACKING.test(String(error))) return undefined;
      throw runtimeError(model, error);
    });
    return (
      session && {
        async run(inputs, outputs) {
          const feeds = byName(model.inputs, inputs);
          const fetches = byName(model.outputs, outputs);
          await inTurn(() => session.run(feeds, fetches)).catch((error: unknown) => {
            throw runtimeError(model, error);
          });
        },
        release: () => inTurn(() => session.release()),
      }
    );
  };
  return load as LoadModel;
}

function runtimeError(model: Model, error: unknown): SpikeloomError {
  const value = model.outputs[0]!;
  const reason = onCommandLine(messageOf(error)).replaceAll(/\s+/g, ' ');
  return new SpikeloomError('engine.failed', `ONNX Runtime cannot compute ${value} on this device: ${reason}`, {
    at: { node: value },
    cause: error,
  });
}
