/** The interface of a host. A process and a page differ in these functions only, so the engine itself knows neither. */
import type { Message } from '../src-shared/message/index.ts';
import type { AdapterFacts, OpenDevice } from './device.ts';
import type { WriteModel } from './models.ts';
import type { Runtime } from './runtime.ts';

/** The host that the engine runs in. */
export interface GpuHost {
  /** A fresh device, with all that its adapter allows. Throws `engine.unavailable`. */
  readonly open: () => Promise<OpenDevice>;
  /** An instance of the module onnxruntime-web, for one device: a lost device takes the resources of its module with it. */
  readonly runtime: () => Promise<Runtime>;
  /** A sentence on what the self-test found on this adapter, or that there was none. A page, which has no files, does not know. */
  readonly tested?: (facts: AdapterFacts) => Promise<Message>;
  /** Writes an ONNX model. */
  readonly writeModel: WriteModel;
}
