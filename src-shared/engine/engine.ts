/**
 * The one interface of the engines. `prepare` compiles a SpikingNetwork for an engine; a session runs batches of samples
 * over all time steps, or the float network it was converted from. docs/algorithm.md says what is computed; design: a layer's T steps at once.
 * Everything that crosses it is plain data but for signals and progress, so that `remote-engine.ts` can send it as messages.
 */
import type { EngineId } from './engines.ts';
import type { Message } from '../message/index.ts';
import type { SpikingNetwork } from '../spiking/index.ts';
import type { ValueId } from '../network/index.ts';
import type { Summary, SummaryRequest } from '../statistics/index.ts';
import type { TensorData } from '../tensor/index.ts';
import type { Loss } from '../units/index.ts';

/** An engine: it prepares networks to be run. */
export interface Engine {
  readonly id: EngineId;
  /** Compiles the network. Throws `engine.unavailable` or `engine.failed`. */
  prepare(network: SpikingNetwork, options?: PrepareOptions): Promise<EngineSession>;
}

/** Options of a session. */
export interface PrepareOptions {
  /** Worker threads of an engine that runs on all cores; all cores if absent. */
  readonly threads?: number;
}

/** A value of the float network, and what is wanted of it. */
export interface SummaryTap {
  readonly value: ValueId;
  readonly request: SummaryRequest;
}

/** A network that is ready to be run. Disposing it ends its threads. */
export interface EngineSession extends AsyncDisposable {
  /** The float network on a batch. inputs: `[B, …]` flat. Returns each output `[B, …]` flat. */
  float(inputs: TensorData, batch: number, options?: FloatOptions): Promise<readonly Float64Array[]>;
  /**
   * Statistics of values of the float network on a batch, for each tap those of the batch's parts, in the order of the samples. How a
   * batch is cut into parts does not depend on the machine.
   */
  summarise(
    inputs: TensorData,
    batch: number,
    taps: readonly SummaryTap[],
    options?: FloatOptions,
  ): Promise<readonly (readonly Summary[])[]>;
  /** The spiking network on a batch over `steps` time steps. */
  run(inputs: TensorData, batch: number, options: RunOptions): Promise<BatchResult>;
  /** Sentences for a report: how this machine computes, where that is not how the engine is meant to. */
  notes(): Promise<readonly Message[]>;
}

/** Options of a run of the float network. */
export interface FloatOptions {
  readonly signal?: AbortSignal;
}

/** Options of a spiking run of one batch. */
export interface RunOptions {
  readonly steps: number;
  readonly signal?: AbortSignal;
  /** Fraction 0…1 of this batch that is done. */
  readonly onProgress?: (fraction: number) => void;
  readonly record?: {
    /** Relative error of each neuron layer's running estimate against the float activation, per step (costs a float pass). */
    readonly conversionError?: boolean;
    /** Raw output of every unit and segment, per step, for debugging and exports: value → [T, B, …]. Reference engine only. */
    readonly values?: readonly ValueId[];
  };
}

/** Activations that θ loses in a way: how many, and Σ (running estimate − float activation)² of these after the last step. */
export interface LossTally {
  readonly count: number;
  readonly squaredError: number;
}
/** The lost activations of a layer, by the way in which θ loses them. */
export type Losses = Readonly<Record<Loss, LossTally>>;

/** Of a neuron layer: sums over the samples of the batch, each per step `[T]`, so that batches add up exactly. */
export interface NeuronCounts {
  /** Non-zero outputs. */
  readonly spikes: Float64Array;
  /** Threshold spikes: as `spikes`, but a multi-spike neuron counts each bit of |s|/λ (§9). */
  readonly bits: Float64Array;
  /** Σ (running estimate − float activation)² and Σ (float activation)², if asked for. */
  readonly squaredError?: Float64Array;
  readonly squaredNorm?: number;
  /** What of it θ loses, if asked for. */
  readonly losses?: Losses;
}

/** Of a counted layer: sums over the samples of the batch, each per step `[T]` (§7). */
export interface OperationCounts {
  /** Synaptic operations: those whose input is not zero. */
  readonly operations: Float64Array;
  /** As `operations`, a multi-spike input counted once per bit (§9, §11); the same otherwise. */
  readonly accumulates: Float64Array;
}

/** The results of a spiking run of one batch. */
export interface BatchResult {
  /** Per output: decoded output of each step, `[T, B, …]` flat (§2). */
  readonly logits: readonly Float64Array[];
  /** Per output of the float network `[B, …]`, if it was computed on the way. */
  readonly float?: readonly Float64Array[];
  /** What was asked to be recorded: what each stage sent, `[T, B, …]` flat, by the value it writes. */
  readonly values?: ReadonlyMap<ValueId, Float64Array>;
  /** By stage id for neuron layers, by counted layer's name for operations. */
  readonly neurons: ReadonlyMap<string, NeuronCounts>;
  readonly counted: ReadonlyMap<string, OperationCounts>;
}
