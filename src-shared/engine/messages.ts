/**
 * The engine interface as messages, for an engine in another thread, process or page. Messages are plain data with typed arrays and maps,
 * which every port copies that clones as `structuredClone` does. `serve-engine.ts` answers them, `remote-engine.ts` asks.
 */
import type { PlainError } from '../errors/plain-error.ts';
import type { Message } from '../message/index.ts';
import type { SpikingNetwork } from '../spiking/index.ts';
import type { Summary } from '../statistics/index.ts';
import type { TensorData } from '../tensor/index.ts';
import type { BatchResult, PrepareOptions, RunOptions, SummaryTap } from './engine.ts';

/** A batch for a session: `[B, …]` flat. */
interface Batch {
  readonly session: number;
  readonly inputs: TensorData;
  readonly batch: number;
}

/** What can be asked. */
export type EngineCall =
  /** The new session is known by the id of this message. */
  | { readonly kind: 'prepare'; readonly network: SpikingNetwork; readonly options: PrepareOptions }
  | ({ readonly kind: 'float' } & Batch)
  | ({ readonly kind: 'summarise'; readonly taps: readonly SummaryTap[] } & Batch)
  | ({ readonly kind: 'run'; readonly options: Pick<RunOptions, 'steps' | 'record'> } & Batch)
  | { readonly kind: 'notes'; readonly session: number }
  | { readonly kind: 'close'; readonly session: number };

/** What each call gives back. */
export interface EngineResults {
  readonly prepare: undefined;
  readonly float: readonly Float64Array[];
  readonly summarise: readonly (readonly Summary[])[];
  readonly run: BatchResult;
  readonly notes: readonly Message[];
  readonly close: undefined;
}

/** To the engine. Ids are unique on a port; `cancel` names the call that is no longer wanted. */
export type EngineMessage = (EngineCall & { readonly id: number }) | { readonly kind: 'cancel'; readonly id: number };

/** From the engine: any number of `progress` (a fraction 0…1 of a run), then one of the others, for each call. */
export type EngineAnswer =
  | { readonly kind: 'progress'; readonly id: number; readonly fraction: number }
  | { readonly kind: 'done'; readonly id: number; readonly result: EngineResults[keyof EngineResults] }
  | { readonly kind: 'failed'; readonly id: number; readonly error: PlainError };
