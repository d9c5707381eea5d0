/** onnxruntime-web on the engine's device: models whose inputs and outputs are buffers there. */
import type * as OnnxRuntime from 'onnxruntime-web/webgpu';
import { messageOf, SpikeloomError } from '../src-shared/errors/index.ts';
import { onCommandLine } from '../src-shared/message/index.ts';

/** The module, loaded and set up by the host, which knows where its WebAssembly lies. */
export type Runtime = typeof OnnxRuntime;

export interface Model {
  readonly bytes: Uint8Array;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

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

export type LoadModel = (model: Model) => Promise<DeviceModel>;

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

  return async (model) => {
    const options = { executionProviders: [{ name: 'webgpu', device }], graphOptimizationLevel: 'all', logSeverityLevel: 3 };
    const session = await inTurn(() =>
      runtime.InferenceSession.create(model.bytes, options as OnnxRuntime.InferenceSession.SessionOptions),
    ).catch((error: unknown) => {
      throw runtimeError(model, error);
    });
    return {
      async run(inputs, outputs) {
        const feeds = byName(model.inputs, inputs);
        const fetches = byName(model.outputs, outputs);
        await inTurn(() => session.run(feeds, fetches)).catch((error: unknown) => {
          throw runtimeError(model, error);
        });
      },
      release: () => inTurn(() => session.release()),
    };
  };
}

function runtimeError(model: Model, error: unknown): SpikeloomError {
  const value = model.outputs[0]!;
  const reason = onCommandLine(messageOf(error)).replaceAll(/\s+/g, ' ');
  return new SpikeloomError('engine.failed', `ONNX Runtime cannot compute ${value} on this device: ${reason}`, {
    at: { node: value },
    cause: error,
  });
}
