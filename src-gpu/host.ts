/** The interface of a host. A process and a page differ in these functions only, so the engine itself knows neither. */
import type { OpenDevice } from './device.ts';
import type { WriteModel } from './program.ts';
import type { Runtime } from './runtime.ts';

/** The host that the engine runs in. */
export interface GpuHost {
  /** A fresh device, with all that its adapter allows. Throws `engine.unavailable`. */
  readonly open: () => Promise<OpenDevice>;
  /**
   * The module onnxruntime-web. All devices share one module, until a device is lost: the module's resources are lost with it, so `fresh`
   * asks for a new module.
   */
  readonly runtime: (fresh: boolean) => Promise<Runtime>;
  /** Writes an ONNX model. */
  readonly writeModel: WriteModel;
}
