/**
 * The engines by id. Schemas, settings, the options of the command line and the choices of the window derive from this table; what loads
 * an engine is a `Record<EngineId, …>` where engines run, so that an engine without a loader does not compile.
 */
import { z } from 'zod';

/** An engine as settings and choices show it. */
export interface EngineEntry {
  /** Its name in front of other words: "… engine". */
  readonly name: string;
  /** What computes, in a few words. */
  readonly how: string;
  /** Where it runs. An engine on all cores can be given a number of threads. */
  readonly runsOn: 'all cores' | 'one core';
}

/** In the order in which they are offered. */
export const ENGINES = {
  cpu: { name: 'CPU', how: 'ONNX Runtime and SIMD kernels', runsOn: 'all cores' },
  reference: { name: 'Reference', how: 'float64, step by step', runsOn: 'one core' },
} as const satisfies Readonly<Record<string, EngineEntry>>;

/** Id of an engine. */
export type EngineId = keyof typeof ENGINES;

/** Ids of all engines, in the order of the table. */
export const ENGINE_IDS = Object.keys(ENGINES) as readonly EngineId[];

/** The engine that is used unless another one is asked for. */
export const DEFAULT_ENGINE: EngineId = 'cpu';

/** Id of an engine. */
export const engineIdSchema = z.enum(ENGINE_IDS);

/** True for the id of an engine of this version: a project may name one of another version. */
export const isEngineId = (id: string): id is EngineId => Object.hasOwn(ENGINES, id);

/** True if a number of threads means something to the engine. */
export const usesThreads = (id: EngineId): boolean => ENGINES[id].runsOn === 'all cores';

/** A line for a list of engines to choose from. */
export function engineLabel(id: EngineId): string {
  const { name, how, runsOn } = ENGINES[id];
  return `${name}: ${how}, ${runsOn}`;
}
