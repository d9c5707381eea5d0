/** The engine that a user asked for; only that one is loaded. */
import type { Engine, EngineId } from '../engines/engine.ts';

/** Where a network computes. */
export interface EngineRequest {
  readonly engine: EngineId;
  /** Cores; the reference engine knows only one. */
  readonly threads?: number | undefined;
}

/** An engine, and the options to prepare it with. */
export interface LoadedEngine {
  readonly engine: Engine;
  readonly threads?: number;
}

export async function loadEngine({ engine: id, threads }: EngineRequest): Promise<LoadedEngine> {
  const engine =
    id === 'cpu'
      ? (await import('../engines/cpu/index.ts')).cpuEngine
      : (await import('../engines/reference/index.ts')).referenceEngine;
  return { engine, ...(threads === undefined ? {} : { threads }) };
}
