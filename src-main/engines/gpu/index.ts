/** Hosts the gpu engine (src-gpu) in a process of Node: a device through Dawn, onnxruntime-web with its WebAssembly from the package. */
import { createGpuEngine } from '../../../src-gpu/index.ts';
import type { Engine } from '../../../src-shared/engine/index.ts';
import { writeOnnx } from '../../onnx/index.ts';
import { openDevice } from './adapters.ts';
import { loadRuntime } from './runtime.ts';

/** The engine on the adapter that `wanted` names (adapters.ts). */
export const gpuEngine = (wanted?: string): Engine =>
  createGpuEngine({ open: () => openDevice(wanted), runtime: loadRuntime, writeModel: writeOnnx });

export { type AdapterFacts, type SelfTest, selfTest } from '../../../src-gpu/index.ts';
export { type ListedAdapter, listAdapters, openDevice, SOFTWARE } from './adapters.ts';
export { loadRuntime } from './runtime.ts';
export { writeOnnx as writeModel } from '../../onnx/index.ts';
