/**
 * The engine interface as messages, for an engine in another thread, process or page. Messages are plain data with typed arrays
 * and maps, so any port that copies like `structuredClone` can carry them. `remote-engine.ts` sends the calls and
 * `serve-engine.ts` answers them.
 */
import type { PlainError } from '../errors/plain-error.ts';
import type { Message } from '../message/index.ts';
import type { SpikingNetwork } from '../spiking/index.ts';
import type { Summary } from '../statistics/index.ts';
import type { TensorData } from '../tensor/index.ts';
import type { BatchResult, PrepareOptions, RunOptions, SummaryTap } from './engine.ts';

/** A batch for a session, a flat `[B, …]`. */
interface Batch {
  readonly session: number;
  readonly inputs: TensorData;
  readonly batch: number;
}

/** The calls. */
export type EngineCall =
  /** The id of this message becomes the id of the new session. */
  | { readonly kind: 'prepare'; readonly network: SpikingNetwork; readonly options: PrepareOptions }
  | ({ readonly kind: 'float' } & Batch)
  | ({ readonly kind: 'summarise'; readonly taps: readonly SummaryTap[] } & Batch)
  | ({ readonly kind: 'run'; readonly options: Pick<RunOptions, 'steps' | 'record'> } & Batch)
  | { readonly kind: 'notes'; readonly session: number }
  | { readonly kind: 'close'; readonly session: number };

/** The result of each call. */
export interface EngineResults {
  readonly prepare: undefined;
  readonly float: readonly Float64Array[];
  readonly summarise: readonly (readonly Summary[])[];
  readonly run: BatchResult;
  readonly notes: readonly Message[];
  readonly close: undefined;
}

/** Messages to the engine. Ids are unique on a port. `cancel` names the call to cancel. */
export type EngineMessage = (EngineCall & { readonly id: number }) | { readonly kind: 'cancel'; readonly id: number };

/** Messages from the engine. Each call gets any number of `progress` messages (a fraction 0…1 of a run), then one of the others. */
export type EngineAnswer =
  | { readonly kind: 'progress'; readonly id: number; readonly fraction: number }
  | { readonly kind: 'done'; readonly id: number; readonly result: EngineResults[keyof EngineResults] }
  | { readonly kind: 'failed'; readonly id: number; readonly error: PlainError };
