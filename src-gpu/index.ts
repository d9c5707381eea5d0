/**
 * The gpu engine: spiking layers as gpu.js kernels, linear segments and functions on onnxruntime-web's WebGPU provider, on one device that
 * values never leave. In 32-bit floating point; held to the reference engine. It knows a GPUDevice, typed arrays and what its host
 * hands in, so that a process and a page may both host it.
 */
import type { Engine } from '../src-shared/engine/index.ts';
import type { OpenDevice } from './device.ts';
import type { WriteModel } from './program.ts';
import type { Runtime } from './runtime.ts';
import { createSession } from './session.ts';

/** Where the engine runs. */
export interface GpuHost {
  /** A fresh device, with all that its adapter allows. Throws `engine.unavailable`. */
  readonly open: () => Promise<OpenDevice>;
  /** onnxruntime-web, the same for every device but behind one that was lost: with it goes what the module had there. */
  readonly runtime: (fresh: boolean) => Promise<Runtime>;
  /** Writes an ONNX model. */
  readonly writeModel: WriteModel;
}

/** The engine on a host. `engine.failed` where the device refuses the work or is lost twice. */
export const createGpuEngine = (host: GpuHost): Engine => ({ id: 'gpu', prepare: (network) => createSession(network, host) });

export type { AdapterFacts, OpenDevice } from './device.ts';
export type { WriteModel } from './program.ts';
export type { Runtime } from './runtime.ts';
