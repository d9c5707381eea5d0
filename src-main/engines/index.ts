/** The engines, by name. */
import { cpuEngine } from './cpu/index.ts';
import type { Engine, EngineId } from './engine.ts';
import { referenceEngine } from './reference/index.ts';

export const ENGINES: Readonly<Record<EngineId, Engine>> = { reference: referenceEngine, cpu: cpuEngine };

export type { BatchResult, Engine, EngineId, EngineSession, RunOptions } from './engine.ts';
