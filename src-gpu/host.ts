/**
 * What the gpu engine needs of whoever hosts it, a process or a page: devices, the module of ONNX Runtime, and the writer of models, which
 * knows files.
 */
import type { OpenDevice } from './device.ts';
import type { WriteModel } from './program.ts';
import type { Runtime } from './runtime.ts';

/** Where the engine runs. */
export interface GpuHost {
  /** A fresh device, with all that its adapter allows. Throws `engine.unavailable`. */
  readonly open: () => Promise<OpenDevice>;
  /** onnxruntime-web, the same for every device but one that follows a lost device, which takes with it what the module had there. */
  readonly runtime: (fresh: boolean) => Promise<Runtime>;
  /** Writes an ONNX model. */
  readonly writeModel: WriteModel;
}
