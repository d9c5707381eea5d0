/** onnxruntime-web in a process of Node: its WebAssembly lies in the package, and runs in one thread. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Runtime } from '../../../src-gpu/index.ts';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { say } from '../../../src-shared/message/index.ts';

let modules = 0;

/** An instance of the module, with WebAssembly of its own. Throws `engine.unavailable` if the package is not there. */
export async function loadRuntime(): Promise<Runtime> {
  try {
    // The package's entry for `import`; Node tells modules apart by their whole address.
    const folder = new URL('.', pathToFileURL(createRequire(import.meta.url).resolve('onnxruntime-web/webgpu')));
    const entry = new URL(`ort.webgpu.bundle.min.mjs?${modules++}`, folder);
    const runtime = (await import(/* @vite-ignore */ entry.href)) as Runtime;
    runtime.env.wasm.numThreads = 1;
    runtime.env.wasm.wasmPaths = folder.href;
    runtime.env.logLevel = 'error';
    return runtime;
  } catch (cause) {
    const message = say`The gpu engine cannot load ONNX Runtime: ${messageOf(cause)}; install the packages again, or use the cpu engine.`;
    throw new SpikeloomError('engine.unavailable', message, { cause });
  }
}
