/**
 * The interface of all engines. `prepare` compiles a SpikingNetwork for an engine. The resulting session runs batches of samples
 * over all time steps, or runs the float network that it was converted from. docs/algorithm.md defines the results. An engine may
 * compute all T steps of a layer at once. All arguments and results are plain data, except signals and progress callbacks, so
 * that `remote-engine.ts` can send them as messages.
 */
import type { EngineId } from './engines.ts';
import type { Message } from '../message/index.ts';
import type { SpikingNetwork } from '../spiking/index.ts';
import type { ValueId } from '../network/index.ts';
import type { Summary, SummaryRequest } from '../statistics/index.ts';
import type { TensorData } from '../tensor/index.ts';
import type { Loss } from '../units/index.ts';

/** An engine: it compiles spiking networks into sessions. */
export interface Engine {
  readonly id: EngineId;
  /** Compiles the network. Throws `engine.unavailable` or `engine.failed`. */
  prepare(network: SpikingNetwork, options?: PrepareOptions): Promise<EngineSession>;
}

/** Options of `prepare`. */
export interface PrepareOptions {
  /** Number of worker threads, for an engine that uses all cores; default: one per core. */
  readonly threads?: number;
}

/** A value of the float network, and the statistics to take of it. */
export interface SummaryTap {
  readonly value: ValueId;
  readonly request: SummaryRequest;
}

/** A compiled network that runs batches. Dispose it to free its memory and threads. */
export interface EngineSession extends AsyncDisposable {
  /** Runs the float network on a batch. `inputs`: a flat `[B, …]`. Returns each output as a flat `[B, …]`. */
  float(inputs: TensorData, batch: number, options?: FloatOptions): Promise<readonly Float64Array[]>;
  /**
   * Statistics of values of the float network on a batch. Returns, for each tap, one summary per part of the batch, in the order
   * of the samples. The division into parts does not depend on the machine.
   */
  summarise(
    inputs: TensorData,
    batch: number,
    taps: readonly SummaryTap[],
    options?: FloatOptions,
  ): Promise<readonly (readonly Summary[])[]>;
  /** Runs the spiking network on a batch over `steps` time steps. */
  run(inputs: TensorData, batch: number, options: RunOptions): Promise<BatchResult>;
  /** Sentences for a report that say how this machine computes, if that differs from the normal way. */
  notes(): Promise<readonly Message[]>;
}

/** Options of a pass of the float network. */
export interface FloatOptions {
  readonly signal?: AbortSignal;
}

/** Options of a run of the spiking network. */
export interface RunOptions {
  readonly steps: number;
  readonly signal?: AbortSignal;
  /** Called with the fraction 0…1 of this batch that is done. */
  readonly onProgress?: (fraction: number) => void;
  readonly record?: {
    /**
     * Record the relative error of each neuron layer's running estimate against the float activation, per step. Costs a pass of
     * the float network.
     */
    readonly conversionError?: boolean;
    /**
     * Values whose raw output to record at every step: value → `[T, B, …]`. The reference engine records every value that a stage
     * writes, the cpu and gpu engines those that neuron layers write, the others none.
     */
    readonly values?: readonly ValueId[];
  };
}

/** Activations that θ loses for one reason: their number, and Σ (running estimate − float activation)² over them after the last step. */
export interface LossTally {
  readonly count: number;
  readonly squaredError: number;
}

/** The activations that θ loses, by reason. */
export type Losses = Readonly<Record<Loss, LossTally>>;

/** Counts of a neuron layer: sums over the samples of the batch, one per step `[T]`. Sums of several batches add up exactly. */
export interface NeuronCounts {
  /** Number of non-zero outputs. */
  readonly spikes: Float64Array;
  /** As `spikes`, but a multi-spike neuron counts each bit of |s|/λ (§9). */
  readonly bits: Float64Array;
  /** Σ (running estimate − float activation)² and Σ (float activation)², if requested. */
  readonly squaredError?: Float64Array;
  readonly squaredNorm?: number;
  /** Activations that θ loses, if requested. */
  readonly losses?: Losses;
  /**
   * Number of activations that the estimate after each step cannot reach, `[T]`: clipped, and not shut out after all steps. The last
   * is the count of `losses.clipped`. If requested.
   */
  readonly clipped?: Float64Array;
}

/** Counts of a counted layer: sums over the samples of the batch, one per step `[T]` (§7). */
export interface OperationCounts {
  /** Synaptic operations: operations whose input is not zero. */
  readonly operations: Float64Array;
  /** As `operations`, but a multi-spike input counts once per bit (§9, §11). */
  readonly accumulates: Float64Array;
}

/** The result of a run over one batch. */
export interface BatchResult {
  /** For each output, the decoded values of each step, a flat `[T, B, …]` (§2). */
  readonly logits: readonly Float64Array[];
  /** For each output, the float network's values `[B, …]`, if they were computed. */
  readonly float?: readonly Float64Array[];
  /** The recorded values, if requested: the output of each stage, a flat `[T, B, …]`, by the value that the stage writes. */
  readonly values?: ReadonlyMap<ValueId, Float64Array>;
  /** The float activations `[B, …]` of the recorded values that neuron layers write, if conversion errors are requested too. */
  readonly activations?: ReadonlyMap<ValueId, Float64Array>;
  /** Counts of neuron layers by stage id, and of operations by the name of the counted layer. */
  readonly neurons: ReadonlyMap<string, NeuronCounts>;
  readonly counted: ReadonlyMap<string, OperationCounts>;
}
