/**
 * The table of engines. Schemas, settings, the options of the command line and the choices of the window derive from it. The
 * loaders are a `Record<EngineId, …>`, so that an engine without a loader does not compile.
 */
import { z } from 'zod';

/** An entry of the table of engines. */
export interface EngineEntry {
  /** Name of the engine in a phrase: "… engine". */
  readonly name: string;
  /** How the engine computes, in a few words. */
  readonly how: string;
  /** The part of the machine that the engine runs on. For an engine on all cores, the user can choose the number of threads. */
  readonly runsOn: 'all cores' | 'graphics card' | 'one core';
}

/** The engines, in the order in which they are offered. */
export const ENGINES = {
  cpu: { name: 'CPU', how: 'ONNX Runtime and SIMD kernels', runsOn: 'all cores' },
  gpu: { name: 'GPU', how: 'gpu.js kernels and ONNX Runtime on WebGPU', runsOn: 'graphics card' },
  reference: { name: 'Reference', how: 'float64, step by step', runsOn: 'one core' },
} as const satisfies Readonly<Record<string, EngineEntry>>;

/** The id of an engine: a key of `ENGINES`. */
export type EngineId = keyof typeof ENGINES;

/** All ids, in the order of the table. */
export const ENGINE_IDS = Object.keys(ENGINES) as readonly EngineId[];

/** The engine that is used if the user chooses none. */
export const DEFAULT_ENGINE: EngineId = 'cpu';

/** The id of an engine, for the schemas of requests. */
export const engineIdSchema = z.enum(ENGINE_IDS);

/** True for the id of an engine of this version. A project may name an engine of another version. */
export const isEngineId = (id: string): id is EngineId => Object.hasOwn(ENGINES, id);

/** True if the engine accepts a number of threads. */
export const usesThreads = (id: EngineId): boolean => ENGINES[id].runsOn === 'all cores';

/** The entry of an engine in a list of choices. */
export function engineLabel(id: EngineId): string {
  const { name, how, runsOn } = ENGINES[id];
  return `${name}: ${how}, ${runsOn}`;
}
