/** What the session and its workers say to each other. */
import type { Message } from '../../../../src-shared/message/index.ts';
import type { Summary, SummaryRequest } from '../../../../src-shared/statistics/index.ts';
import type { Shape } from '../../../../src-shared/tensor/index.ts';
import type { Model, Program } from '../program/program.ts';

export interface WorkerInit {
  /** Shape of the network's input. */
  readonly input: Shape;
}

/** A batch that is being worked on; shared by all its tiles. */
export interface Job {
  readonly id: number;
  /** `[B, …]` float32 in shared memory. */
  readonly inputs: Float32Array;
  /** One entry, not zero once the job is cancelled. */
  readonly cancelled: Int32Array;
}

/** A float network: the model, and which of its outputs hold the activations of the neuron layers (undefined: not asked for). */
export interface FloatNetwork {
  readonly key: number;
  readonly model: Model;
  /** Of each output. */
  readonly shapes: readonly Shape[];
}

/** A value whose statistics are wanted: an output of the float network (−1: the input), and its rows for each sample. */
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

/** The worker ends when it has answered what it was asked before. */
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
      /** Asks for conversion errors: the float network, and for each neuron layer and network output which of its outputs (−1: the input). */
      readonly float?: {
        readonly network: FloatNetwork;
        readonly activations: readonly number[];
        readonly outputs: readonly number[];
      };
    };

/** Sums over the samples of a tile. */
export interface TileCounts {
  /** Per neuron layer `[T]`: non-zero outputs, spike bits, Σ (estimate − activation)²; and Σ activation². */
  readonly spikes: readonly Float64Array[];
  readonly bits: readonly Float64Array[];
  readonly squaredError: readonly Float64Array[];
  readonly squaredNorm: Float64Array;
  /** Per neuron layer, for each loss (src-shared/units/carried.ts) in turn how many activations and their Σ (estimate − activation)². */
  readonly losses: readonly Float64Array[];
  /** Per counted layer `[T]`. */
  readonly operations: readonly Float64Array[];
  readonly accumulates: readonly Float64Array[];
}

export interface TileResult {
  /** Per output `[T, b, …]`, samples outermost but for the step. */
  readonly logits: readonly Float64Array[];
  readonly counts: TileCounts;
  /** Per output `[b, …]` of the float network. */
  readonly float?: readonly Float32Array[];
}

export type Response =
  | { readonly kind: 'float'; readonly job: number; readonly tile: number; readonly outputs: readonly Float32Array[] }
  | { readonly kind: 'summarise'; readonly job: number; readonly tile: number; readonly summaries: readonly Summary[] }
  | { readonly kind: 'run'; readonly job: number; readonly tile: number; readonly result: TileResult }
  | { readonly kind: 'cancelled'; readonly job: number; readonly tile: number }
  | {
      readonly kind: 'failed';
      readonly job: number | undefined;
      readonly tile: number;
      readonly code: string;
      readonly message: Message;
    };
