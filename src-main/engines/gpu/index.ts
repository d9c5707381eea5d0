/** Hosts the gpu engine (src-gpu) in a process of Node: a device through Dawn, onnxruntime-web with its WebAssembly from the package. */
import { createGpuEngine } from '../../../src-gpu/index.ts';
import type { Engine } from '../../../src-shared/engine/index.ts';
import { writeOnnx } from '../../onnx/index.ts';
import { openDevice } from './adapters.ts';
import { loadRuntime } from './runtime.ts';
import { verdictNote } from './verdicts.ts';

const engines = new Map<string | undefined, Engine>();

/** The engine on the adapter that `wanted` names (adapters.ts); one for each, whose sessions share a device. */
export function gpuEngine(wanted?: string): Engine {
  const engine =
    engines.get(wanted) ??
    createGpuEngine({ open: () => openDevice(wanted), runtime: loadRuntime, tested: verdictNote, writeModel: writeOnnx });
  engines.set(wanted, engine);
  return engine;
}

export { type AdapterFacts, type SelfTest, selfTest } from '../../../src-gpu/index.ts';
export { type ListedAdapter, listAdapters, openDevice, SOFTWARE } from './adapters.ts';
export { loadRuntime } from './runtime.ts';
export { writeOnnx as writeModel } from '../../onnx/index.ts';
export { keepVerdict } from './verdicts.ts';
