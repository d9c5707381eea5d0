/** onnxruntime-web in a process of Node: its WebAssembly lies in the package, and runs in one thread. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Runtime } from '../../../src-gpu/index.ts';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';

/** Throws `engine.unavailable` if the package is not there. */
export async function loadRuntime(): Promise<Runtime> {
  try {
    const runtime = await import('onnxruntime-web/webgpu');
    const { wasm } = runtime.env;
    wasm.numThreads = 1;
    wasm.wasmPaths = new URL('.', pathToFileURL(createRequire(import.meta.url).resolve('onnxruntime-web/webgpu'))).href;
    runtime.env.logLevel = 'error';
    return runtime;
  } catch (cause) {
    const message = `The gpu engine cannot load ONNX Runtime: ${messageOf(cause)}; install the packages again, or use the cpu engine.`;
    throw new SpikeloomError('engine.unavailable', message, { cause });
  }
}
