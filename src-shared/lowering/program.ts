/**
 * The neutral program: a SpikingNetwork as a list of operations, in the order in which an engine carries them out or an exporter
 * writes them. It is plain data. It says which operations there are and how values lie in memory. It contains nothing of any
 * target: no bytes of models, no kernels, no packed parameters.
 */
import type { NetworkNode, ValueId } from '../network/index.ts';
import type { Coding } from '../plan/types.ts';
import type { CountedLayer, MaxPoolUnit, NeuronUnit, SpikingNetwork, TranscoderUnit, ValueCoding } from '../spiking/index.ts';
import type { Tensor } from '../tensor/index.ts';
import type { Layout } from './layout.ts';

/**
 * How the steps of a value are stored.
 * - `once`: only t = 0; later steps are zero (differential network input).
 * - `constant`: one step, which repeats (rate network input).
 * - `varying`: up to T steps; later steps are zero.
 */
export type Time = 'once' | 'constant' | 'varying';

/** Linear operators without their constant parts, applied to the values that are sent at each step. */
export interface LoweredSegment {
  readonly kind: 'segment';
  readonly inputs: readonly ValueId[];
  readonly output: ValueId;
  readonly coding: ValueCoding;
  readonly nodes: readonly NetworkNode[];
  /** The constants that the nodes read, among others. */
  readonly constants: ReadonlyMap<ValueId, Tensor>;
  /** The input whose bytes the output has, if the nodes only reshape it. */
  readonly alias: ValueId | undefined;
  /**
   * The counted layers inside: positions in `LoweredProgram.counted`. For them, non-zero entries of the segment's input are
   * counted.
   */
  readonly counted: readonly number[];
}

/** A neuron layer. */
export interface LoweredNeuron {
  readonly kind: 'neuron';
  readonly unit: NeuronUnit;
  /** True if the input is an estimate: then it is the running mean itself. */
  readonly estimated: boolean;
}

/** A function of the estimates of its inputs, whose change is sent (docs/algorithm.md §4). */
export interface LoweredFunction {
  readonly kind: 'function';
  readonly inputs: readonly ValueId[];
  readonly output: ValueId;
  readonly coding: ValueCoding;
  readonly nodes: readonly NetworkNode[];
  /** For each input: true if it is an estimate, of every step and with its constant part. */
  readonly estimated: readonly boolean[];
  /** True if the output is passed on as an estimate. */
  readonly keeps: boolean;
  /** Position in `LoweredProgram.counted` if the first node is a matrix product; otherwise undefined. */
  readonly counted: number | undefined;
}

/** Max pooling of a neuron's input with windows that tile the input. */
export interface LoweredMaxPool {
  readonly kind: 'max-pool';
  readonly unit: MaxPoolUnit;
  /** Depth, height and width of a channel and of a window. A missing axis has the size 1: `[1, 8, 8]` for an image of 8 × 8. */
  readonly plane: readonly [number, number, number];
  readonly window: readonly [number, number, number];
}

/** Changes the coding of a value. */
export interface LoweredTranscoder {
  readonly kind: 'transcoder';
  readonly unit: TranscoderUnit;
}

/** Another name for a value. */
export interface LoweredAlias {
  readonly kind: 'alias';
  readonly input: ValueId;
  readonly output: ValueId;
}

/** An operation of the neutral program. It writes one value. */
export type LoweredOperation =
  | LoweredSegment
  | LoweredNeuron
  | LoweredFunction
  | LoweredMaxPool
  | LoweredTranscoder
  | LoweredAlias;

/** A counted layer, and the data that its count needs (docs/algorithm.md §7). */
export interface LoweredCount {
  readonly layer: CountedLayer;
  /**
   * Operations per non-zero entry of its input: one number, or one for every position of a channel (8 × 8 positions: 64 numbers).
   * Undefined for a product.
   */
  readonly fanOut: Float64Array | undefined;
  /** The neuron layer whose output is the input of the counted layer, reshaped or not; undefined if there is none. */
  readonly source: NeuronUnit | undefined;
  /**
   * For each entry of the input, the worth of one threshold spike, if some entries come from multi-spike neurons (`spikeQuanta`).
   */
  readonly quanta: Float64Array | undefined;
}

/** An output of the network. */
export interface LoweredOutput {
  readonly value: ValueId;
  /** The coding with which the output is decoded. */
  readonly coding: Coding;
}

/** A SpikingNetwork as a list of operations. An operation reads only values that earlier operations have written, or the network's input. */
export interface LoweredProgram {
  /**
   * The network after projections are taken apart. It has the shapes, constants and constant parts of all values in the
   * operations.
   */
  readonly spiking: SpikingNetwork;
  readonly operations: readonly LoweredOperation[];
  /** Memory of every coded value. */
  readonly layouts: ReadonlyMap<ValueId, Layout>;
  /** The time of every value that an operation writes, and of the network's input. */
  readonly times: ReadonlyMap<ValueId, Time>;
  readonly outputs: readonly LoweredOutput[];
  /** In the order of the network's counted layers. */
  readonly counted: readonly LoweredCount[];
}
