/** Adapters of this machine, through Dawn's binding for Node: which there are, and a device on the one that was asked for. */
import { chooseAdapter, type ListedAdapter, type OpenDevice, openDeviceOn } from '../../../src-gpu/index.ts';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { say } from '../../../src-shared/message/index.ts';

export { type ListedAdapter, SOFTWARE } from '../../../src-gpu/index.ts';

/** The part of the `webgpu` package that is used. The package has no types. */
interface Dawn {
  readonly create: (options: readonly string[]) => GPU;
  readonly globals: Readonly<Record<string, unknown>>;
}

async function loadDawn(): Promise<Dawn> {
  try {
    // The binding is large and opens the system's graphics libraries: nothing else of the program needs it.
    const dawn = (await import('webgpu')) as unknown as Dawn;
    Object.assign(globalThis, dawn.globals);
    return dawn;
  } catch (cause) {
    const message = say`The gpu engine cannot load WebGPU on this system: ${messageOf(cause)}. Use the cpu engine.`;
    throw new SpikeloomError('engine.unavailable', message, { cause });
  }
}

const instances = new Map<string, GPU>();

/** WebGPU with these options. It is kept: a device whose instance was collected as garbage takes the process down. */
async function webgpu(...options: readonly string[]): Promise<GPU> {
  const { create } = await loadDawn();
  const key = options.join();
  const gpu = instances.get(key) ?? create(options);
  instances.set(key, gpu);
  return gpu;
}

/** Dawn lists its adapters in the complaint about one that there is not. */
const NOBODY = 'an adapter of no such name';
const LISTED = /backend: '([^']*)', name: '([^']*)'/g;

/** Every adapter of this machine, software ones too. Throws `engine.unavailable` if WebGPU cannot be loaded. */
export async function listAdapters(): Promise<readonly ListedAdapter[]> {
  const gpu = await webgpu(`adapter=${NOBODY}`);
  try {
    await gpu.requestAdapter();
    return [];
  } catch (error) {
    const listed = [...String(error).matchAll(LISTED)].map(([, backend, name]) => ({ backend: backend!, name: name! }));
    return listed.filter(({ backend }) => backend !== 'null' && backend !== 'webgpu');
  }
}

/** A device on the adapter that `wanted` names, as of `chooseAdapter`. Throws `engine.unavailable` with the reason and what to do. */
export async function openDevice(wanted?: string): Promise<OpenDevice> {
  const chosen = chooseAdapter(await listAdapters(), wanted);
  const gpu = await webgpu(`backend=${chosen.backend}`, `adapter=${chosen.name}`);
  // onnxruntime-web looks for WebGPU where a page has it, though it is given a device.
  Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
  const adapter = await gpu.requestAdapter();
  return await openDeviceOn(chosen, adapter, adapter?.info.description ?? '');
}
