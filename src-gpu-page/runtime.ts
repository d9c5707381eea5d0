/** onnxruntime-web in a page: its module and its WebAssembly are files beside the page, and run in one thread. */
import type { Runtime } from '../src-gpu/index.ts';
import { messageOf, SpikeloomError } from '../src-shared/errors/index.ts';
import { say } from '../src-shared/message/index.ts';

// Files of their own and no parts of the page's script: a module is loaded anew by another address.
const MODULE = new URL('../node_modules/onnxruntime-web/dist/ort.webgpu.bundle.min.mjs', import.meta.url).href;
const WASM = new URL('../node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.wasm', import.meta.url).href;

let modules = 0;

/** An instance of the module, with WebAssembly of its own. Throws `engine.unavailable` if it cannot be loaded. */
export async function loadRuntime(): Promise<Runtime> {
  try {
    const runtime = (await import(/* @vite-ignore */ `${MODULE}?${modules++}`)) as Runtime;
    runtime.env.wasm.numThreads = 1;
    runtime.env.wasm.wasmPaths = { wasm: WASM };
    runtime.env.logLevel = 'error';
    return runtime;
  } catch (cause) {
    const message = say`The gpu engine cannot load ONNX Runtime: ${messageOf(cause)}; install the program again, or use the cpu engine.`;
    throw new SpikeloomError('engine.unavailable', message, { cause });
  }
}
