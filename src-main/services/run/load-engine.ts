/** The engine that a user asked for; only that one is loaded. */
import { existsSync } from 'node:fs';
import { type Engine, ENGINE_IDS, type EngineId } from '../../../src-shared/engine/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { KERNELS_FILE } from '../../engines/cpu/kernels-file.ts';

/** Where a network computes. */
export interface EngineRequest {
  readonly engine: EngineId;
  /** Cores, for an engine that runs on all of them. */
  readonly threads?: number | undefined;
}

/** An engine, and the options to prepare it with. */
export interface LoadedEngine {
  readonly engine: Engine;
  readonly threads?: number;
}

interface Loader {
  readonly load: () => Promise<Engine>;
  /** The reason why the engine cannot be used on this machine; null if it can. Loads nothing. */
  readonly unavailable: () => string | null;
}

const NO_KERNELS = 'Its kernels are not there: this installation is not complete. Set it up again.';

const LOADERS: Readonly<Record<EngineId, Loader>> = {
  cpu: {
    load: async () => (await import('../../engines/cpu/index.ts')).cpuEngine,
    unavailable: () => (existsSync(KERNELS_FILE) ? null : NO_KERNELS),
  },
  reference: {
    load: async () => (await import('../../engines/reference/index.ts')).referenceEngine,
    unavailable: () => null,
  },
};

/** The reason why an engine cannot be used on this machine; null if it can. */
export const whyUnavailable = (id: EngineId): string | null => LOADERS[id].unavailable();

/** Throws `engine.unavailable` for an id that this version does not know. */
export async function loadEngine({ engine: id, threads }: EngineRequest): Promise<LoadedEngine> {
  if (!Object.hasOwn(LOADERS, id)) {
    throw new SpikeloomError('engine.unavailable', `There is no engine ${id} in this version; use ${ENGINE_IDS.join(' or ')}.`);
  }
  const engine = await LOADERS[id].load();
  return { engine, ...(threads === undefined ? {} : { threads }) };
}
