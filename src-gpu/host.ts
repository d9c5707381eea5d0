/** What a host hands in: whatever differs between a process and a page, so that the engine itself knows neither. */
import type { OpenDevice } from './device.ts';
import type { WriteModel } from './program.ts';
import type { Runtime } from './runtime.ts';

/** Where the engine runs. */
export interface GpuHost {
  /** A fresh device, with all that its adapter allows. Throws `engine.unavailable`. */
  readonly open: () => Promise<OpenDevice>;
  /** onnxruntime-web, the same for every device but behind one that was lost: with it goes what the module had there. */
  readonly runtime: (fresh: boolean) => Promise<Runtime>;
  /** Writes an ONNX model. */
  readonly writeModel: WriteModel;
}
