/** The messages between a session and its workers. */
import type { Model } from '../../../../src-shared/lowering/index.ts';
import type { TileResult } from '../../../../src-shared/engine/collect.ts';
import type { RecordedLayer } from '../../../../src-shared/engine/recorder.ts';
import type { Message } from '../../../../src-shared/message/index.ts';
import type { Summary, SummaryRequest } from '../../../../src-shared/statistics/index.ts';
import type { Shape } from '../../../../src-shared/tensor/index.ts';
import type { Program } from '../program/program.ts';
import type { Family } from '../program/variants.ts';

export interface WorkerInit {
  /** Shape of the network's input. */
  readonly input: Shape;
}

/** A batch in progress; all its tiles share it. */
export interface Job {
  readonly id: number;
  /** `[B, …]` float32 in shared memory. */
  readonly inputs: Float32Array;
  /** One entry, not zero once the job is cancelled. */
  readonly cancelled: Int32Array;
}

/** A float network: its model, and the shapes of its outputs. */
export interface FloatNetwork {
  readonly key: number;
  readonly model: Model;
  /** Of each output. */
  readonly shapes: readonly Shape[];
}

/**
 * A value of which statistics are taken: the index of an output of the float network (−1: the input), and the rows of each
 * sample.
 */
export interface TapRequest {
  readonly output: number;
  readonly rows: number;
  readonly request: SummaryRequest;
}

/** Sent once, before the first `run`. */
export interface ProgramMessage {
  readonly kind: 'program';
  readonly program: Program;
}

/** Sent once, before the first `variants`. */
export interface FamilyMessage {
  readonly kind: 'family';
  readonly family: Family;
}

/** The worker answers all earlier requests, then ends. */
export interface CloseMessage {
  readonly kind: 'close';
}

export type Request =
  | {
      readonly kind: 'float';
      readonly tile: number;
      readonly job: Job;
      readonly first: number;
      readonly samples: number;
      readonly network: FloatNetwork;
    }
  | {
      readonly kind: 'summarise';
      readonly tile: number;
      readonly job: Job;
      readonly first: number;
      readonly samples: number;
      /** Samples of the whole batch. */
      readonly batch: number;
      readonly network: FloatNetwork;
      readonly taps: readonly TapRequest[];
    }
  | {
      readonly kind: 'run';
      readonly tile: number;
      readonly job: Job;
      readonly first: number;
      readonly samples: number;
      readonly steps: number;
      /**
       * Set if conversion errors are recorded: the float network, and for each neuron layer and network output the index of its
       * output (−1: the input).
       */
      readonly float?: {
        readonly network: FloatNetwork;
        readonly activations: readonly number[];
        readonly outputs: readonly number[];
      };
      /** Neuron layers whose spikes come back, by their index in the program. */
      readonly record?: readonly number[];
    }
  | VariantsRequest;

/** A run of a program and all its variants. */
export interface VariantsRequest {
  readonly kind: 'variants';
  readonly tile: number;
  readonly job: Job;
  readonly first: number;
  readonly samples: number;
  readonly steps: number;
}

export type Response =
  | { readonly kind: 'float'; readonly job: number; readonly tile: number; readonly outputs: readonly Float32Array[] }
  | { readonly kind: 'summarise'; readonly job: number; readonly tile: number; readonly summaries: readonly Summary[] }
  | {
      readonly kind: 'run';
      readonly job: number;
      readonly tile: number;
      readonly result: TileResult;
      readonly recorded: ReadonlyMap<number, RecordedLayer>;
    }
  /** The base program's result, then those of the variants in order. */
  | { readonly kind: 'variants'; readonly job: number; readonly tile: number; readonly results: readonly TileResult[] }
  /** A variant of a tile is done; the tile's answer follows when all are. */
  | { readonly kind: 'variant-done'; readonly job: number }
  | { readonly kind: 'cancelled'; readonly job: number; readonly tile: number }
  | {
      readonly kind: 'failed';
      readonly job: number | undefined;
      readonly tile: number;
      readonly code: string;
      readonly message: Message;
    };
