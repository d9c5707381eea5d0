/** Adapters of this machine, through Dawn's binding for Node: which there are, and a device on the one that was asked for. */
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type Message, option, say } from '../../../src-shared/message/index.ts';
import type { AdapterFacts, OpenDevice } from '../../../src-gpu/index.ts';

/** The part of the `webgpu` package that is used. The package has no types. */
interface Dawn {
  readonly create: (options: readonly string[]) => GPU;
  readonly globals: Readonly<Record<string, unknown>>;
}

/** The value of --gpu-adapter that asks for an adapter which computes on the CPU. */
export const SOFTWARE = 'software';

const REMEDY = 'Install the driver of the graphics card (on Linux with its Vulkan library), or use the cpu engine';

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

/** An adapter as Dawn lists it. */
export interface ListedAdapter {
  readonly name: string;
  readonly backend: string;
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

/** Software renderers by name: SwiftShader, Mesa's lavapipe, Windows' WARP. */
const isSoftware = (name: string): boolean => /swiftshader|llvmpipe|lavapipe|basic render|softpipe/i.test(name);

/**
 * A device with all that its adapter allows. `wanted`: part of an adapter's name, or `software`; absent: an adapter that is not software.
 * Throws `engine.unavailable` with the reason and what to do.
 */
export async function openDevice(wanted?: string): Promise<OpenDevice> {
  const adapters = await listAdapters();
  const fits = ({ name }: ListedAdapter): boolean => {
    if (wanted === undefined) return !isSoftware(name);
    return wanted === SOFTWARE ? isSoftware(name) : name.toLowerCase().includes(wanted.toLowerCase());
  };
  const chosen = adapters.find(fits);
  if (!chosen) throw new SpikeloomError('engine.unavailable', whyNone(adapters, wanted), { at: { option: 'gpu-adapter' } });
  const gpu = await webgpu(`backend=${chosen.backend}`, `adapter=${chosen.name}`);
  // onnxruntime-web looks for WebGPU where a page has it, though it is given a device.
  Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new SpikeloomError('engine.unavailable', `The graphics adapter ${chosen.name} does not answer. ${REMEDY}.`);
  const device = await adapter.requestDevice({ requiredLimits: limitsOf(adapter) }).catch((cause: unknown) => {
    const message = say`The graphics adapter ${chosen.name} gives no device: ${messageOf(cause)}. ${REMEDY}.`;
    throw new SpikeloomError('engine.unavailable', message, { cause });
  });
  return { device, facts: factsOf(chosen, adapter) };
}

function whyNone(adapters: readonly ListedAdapter[], wanted: string | undefined): Message {
  const there = adapters.map(({ name }) => name).join(', ');
  if (wanted === SOFTWARE)
    return `There is no software adapter on this machine${there && `, only ${there}`}. docs/gpu.md says how to install one.`;
  if (wanted !== undefined)
    return `There is no graphics adapter named "${wanted}" on this machine${there ? `; there is ${there}` : ''}.`;
  if (adapters.length === 0) return `The gpu engine found no graphics adapter on this machine. ${REMEDY}.`;
  return say`The gpu engine found only software adapters (${there}), which are slower than the cpu engine. ${REMEDY}; ${option('gpu-adapter', SOFTWARE)} runs on software all the same.`;
}

/** Everything that kernels and models may need more of than WebGPU gives by default. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const;

const limitsOf = ({ limits }: GPUAdapter): Record<string, number> =>
  Object.fromEntries(LIMITS.map((name) => [name, limits[name]]));

const BACKENDS: Readonly<Record<string, string>> = {
  vulkan: 'Vulkan',
  metal: 'Metal',
  d3d12: 'Direct3D 12',
  d3d11: 'Direct3D 11',
  opengl: 'OpenGL',
  opengles: 'OpenGL ES',
};

function factsOf({ name, backend }: ListedAdapter, { info }: GPUAdapter): AdapterFacts {
  const { vendor, architecture, description: driver } = info;
  return {
    name,
    vendor,
    architecture,
    driver,
    backend: BACKENDS[backend] ?? backend,
    software: isSoftware(name) || info.isFallbackAdapter,
  };
}
