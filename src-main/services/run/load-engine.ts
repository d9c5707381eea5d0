/** The engine that a user asked for; only that one is loaded. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Engine, ENGINE_IDS, type EngineId } from '../../../src-shared/engine/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { KERNELS_FILE } from '../../engines/cpu/kernels-file.ts';

/** The engine that runs a network, and its number of cores. */
export interface EngineRequest {
  readonly engine: EngineId;
  /** Number of cores, for an engine that can use several. */
  readonly threads?: number | undefined;
  /** Part of the name of the gpu engine's adapter, or `software`; one that is not software if absent. */
  readonly gpuAdapter?: string | undefined;
}

/** An engine, and the options for its `prepare`. */
export interface LoadedEngine {
  readonly engine: Engine;
  readonly threads?: number;
}

interface Loader {
  readonly load: (request: EngineRequest) => Promise<Engine>;
  /** The reason why the engine cannot be used on this machine; null if it can. Loads nothing. */
  readonly unavailable: () => string | null;
}

const NO_KERNELS = 'Its kernels are not there: this installation is not complete. Set it up again.';

const LOADERS: Readonly<Record<EngineId, Loader>> = {
  cpu: {
    load: async () => (await import('../../engines/cpu/index.ts')).cpuEngine,
    unavailable: () => (existsSync(KERNELS_FILE) ? null : NO_KERNELS),
  },
  gpu: {
    load: loadGpuEngine,
    unavailable: whyNoGpu,
  },
  reference: {
    load: async () => (await import('../../engines/reference/index.ts')).referenceEngine,
    unavailable: () => null,
  },
};

/** In Electron, a job's process has no WebGPU: a page hosts the engine. */
async function loadGpuEngine({ gpuAdapter }: EngineRequest): Promise<Engine> {
  if (process.parentPort as typeof process.parentPort | undefined) {
    return await (await import('../../engines/gpu/in-page.ts')).gpuEngineInPage(process, gpuAdapter);
  }
  return (await import('../../engines/gpu/index.ts')).gpuEngine(gpuAdapter);
}

/** What is known without a look at the adapters themselves, which only a run takes. */
function whyNoGpu(): string | null {
  // The page of the desktop program has what it needs in it.
  const isComplete = process.versions.electron !== undefined || ['webgpu', 'onnxruntime-web/webgpu'].every(isInstalled);
  if (!isComplete) return 'Its packages are not there. Set this installation up again.';
  const devices = ['/dev/dri', '/dev/nvidia0', '/dev/dxg', '/dev/kfd'];
  if (process.platform === 'linux' && !devices.some((device) => existsSync(device)))
    return 'There is no graphics card in this machine.';
  return null;
}

function isInstalled(name: string): boolean {
  try {
    return existsSync(createRequire(import.meta.url).resolve(name));
  } catch {
    return false;
  }
}

/** The reason why an engine cannot be used on this machine; null if it can. */
export const whyUnavailable = (id: EngineId): string | null => LOADERS[id].unavailable();

/** Loads the engine of a request. Throws `engine.unavailable` for an id that this version does not know. */
export async function loadEngine(request: EngineRequest): Promise<LoadedEngine> {
  const { engine: id, threads } = request;
  if (!Object.hasOwn(LOADERS, id)) {
    throw new SpikeloomError('engine.unavailable', `There is no engine ${id} in this version; use ${ENGINE_IDS.join(' or ')}.`);
  }
  const engine = await LOADERS[id].load(request);
  return { engine, ...(threads === undefined ? {} : { threads }) };
}
