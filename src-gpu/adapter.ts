/** Adapters as hosts choose them: the one that was asked for, its facts, and what is asked of it. */
import { messageOf, SpikeloomError } from '../src-shared/errors/index.ts';
import { type Message, option, say } from '../src-shared/message/index.ts';
import type { AdapterFacts, OpenDevice } from './device.ts';

/** The value of --gpu-adapter that asks for an adapter which computes on the CPU. */
export const SOFTWARE = 'software';

/** An adapter as a host lists it. */
export interface ListedAdapter {
  readonly name: string;
  readonly backend: string;
}

/** Software renderers by name: SwiftShader, Mesa's lavapipe, Windows' WARP. */
const isSoftware = (name: string): boolean => /swiftshader|llvmpipe|lavapipe|basic render|softpipe/i.test(name);

const REMEDY = 'Install the driver of the graphics card (on Linux with its Vulkan library), or use the cpu engine';

/**
 * The first adapter that fits. `wanted`: part of an adapter's name, or `software`; absent: an adapter that is not software. Throws
 * `engine.unavailable` with the reason and what to do.
 */
export function chooseAdapter<A extends ListedAdapter>(adapters: readonly A[], wanted: string | undefined): A {
  const chosen = adapters.find(({ name }) => {
    if (wanted === undefined) return !isSoftware(name);
    return wanted === SOFTWARE ? isSoftware(name) : name.toLowerCase().includes(wanted.toLowerCase());
  });
  if (!chosen) throw new SpikeloomError('engine.unavailable', whyNone(adapters, wanted), { at: { option: 'gpu-adapter' } });
  return chosen;
}

function whyNone(adapters: readonly ListedAdapter[], wanted: string | undefined): Message {
  const there = adapters.map(({ name }) => name).join(', ');
  if (wanted === SOFTWARE)
    return `There is no software adapter on this machine${there && `, only ${there}`}. docs/gpu.md says how to install one.`;
  if (wanted !== undefined)
    return `There is no graphics adapter named "${wanted}" on this machine${there ? `; there is ${there}` : ''}.`;
  if (adapters.length === 0) return `The gpu engine found no graphics adapter on this machine. ${REMEDY}.`;
  return say`The gpu engine found only software adapters (${there}), which are slower than the cpu engine. ${REMEDY}. To run on software all the same, give ${option('gpu-adapter')} ${SOFTWARE}.`;
}

/**
 * A device with all that an adapter allows; `adapter` is null if the host got none, `driver` in the host's words. Throws
 * `engine.unavailable`.
 */
export async function openDeviceOn(listed: ListedAdapter, adapter: GPUAdapter | null, driver: string): Promise<OpenDevice> {
  if (!adapter) throw new SpikeloomError('engine.unavailable', `The graphics adapter ${listed.name} does not answer. ${REMEDY}.`);
  const device = await adapter.requestDevice({ requiredLimits: limitsOf(adapter) }).catch((cause: unknown) => {
    const message = say`The graphics adapter ${listed.name} gives no device: ${messageOf(cause)}. ${REMEDY}.`;
    throw new SpikeloomError('engine.unavailable', message, { cause });
  });
  return { device, facts: factsOf(listed, adapter, driver) };
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

/** The names of graphics interfaces, by Dawn's and by Chromium's own. */
const BACKENDS: Readonly<Record<string, string>> = {
  vulkan: 'Vulkan',
  metal: 'Metal',
  d3d12: 'Direct3D 12',
  d3d11: 'Direct3D 11',
  opengl: 'OpenGL',
  opengles: 'OpenGL ES',
};

function factsOf({ name, backend }: ListedAdapter, { info }: GPUAdapter, driver: string): AdapterFacts {
  const { vendor, architecture } = info;
  return {
    name,
    vendor,
    architecture,
    driver,
    backend: BACKENDS[backend] ?? backend,
    software: isSoftware(name) || info.isFallbackAdapter,
  };
}
