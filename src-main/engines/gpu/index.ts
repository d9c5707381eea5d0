/** Hosts the gpu engine (src-gpu) in a process of Node: a device through Dawn, onnxruntime-web with its WebAssembly from the package. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { createGpuEngine, type Runtime } from '../../../src-gpu/index.ts';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { Engine } from '../../../src-shared/engine/index.ts';
import { writeOnnx } from '../../onnx/index.ts';
import { openDevice } from './adapters.ts';

/** The engine on the adapter that `wanted` names (adapters.ts). */
export const gpuEngine = (wanted?: string): Engine => ({
  id: 'gpu',
  async prepare(network, options) {
    const runtime = await loadRuntime();
    return createGpuEngine({ open: () => openDevice(wanted), runtime, writeModel: writeOnnx }).prepare(network, options);
  },
});

async function loadRuntime(): Promise<Runtime> {
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

export { type ListedAdapter, listAdapters, SOFTWARE } from './adapters.ts';
