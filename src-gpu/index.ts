/**
 * The gpu engine: spiking layers as gpu.js kernels, linear segments and functions on onnxruntime-web's WebGPU provider, on one device that
 * values never leave. In 32-bit floating point; held to the reference engine. It knows a GPUDevice, typed arrays and what its host
 * hands in, so that a process and a page may both host it.
 */
import type { Engine } from '../src-shared/engine/index.ts';
import { createDevices } from './devices.ts';
import type { GpuHost } from './host.ts';
import { createSession } from './session.ts';

/** The engine on a host. `engine.failed` where the device refuses the work or is lost twice. */
export function createGpuEngine(host: GpuHost): Engine {
  const devices = createDevices(host);
  return { id: 'gpu', prepare: (network) => createSession(network, devices) };
}

export { chooseAdapter, type ListedAdapter, openDeviceOn, SOFTWARE } from './adapter.ts';
export type { AdapterFacts, OpenDevice } from './device.ts';
export type { GpuHost } from './host.ts';
export { type SelfTest, selfTest } from './self-test/index.ts';
export type { WriteModel } from './models.ts';
export type { Runtime } from './runtime.ts';
