/**
 * The neutral program: a SpikingNetwork as the operations that an engine carries out or an exporter writes down, in order. Plain data.
 * It says what is computed and where values lie, and nothing of any target: no bytes of models, kernels or packed parameters.
 */
import type { NetworkNode, ValueId } from '../network/index.ts';
import type { Coding } from '../plan/types.ts';
import type { CountedLayer, MaxPoolUnit, NeuronUnit, SpikingNetwork, TranscoderUnit, ValueCoding } from '../spiking/index.ts';
import type { Tensor } from '../tensor/index.ts';
import type { Layout } from './layout.ts';

/**
 * How a value's steps are stored. `once`: only t = 0, zero afterwards (differential network input). `constant`: one step that
 * repeats (rate network input). `varying`: up to T steps, zero after those that are stored.
 */
export type Time = 'once' | 'constant' | 'varying';

/** Linear operators without their constant parts, applied to what is sent at each step. */
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
  /** Counted layers inside: positions in `Program.counted`. They count non-zero entries of what the segment reads. */
  readonly counted: readonly number[];
}

export interface LoweredNeuron {
  readonly kind: 'neuron';
  readonly unit: NeuronUnit;
  /** The input comes as an estimate: it is the running mean itself. */
  readonly estimated: boolean;
}

/** A function of the estimates of its inputs, whose change is sent (docs/algorithm.md §4). */
export interface LoweredFunction {
  readonly kind: 'function';
  readonly inputs: readonly ValueId[];
  readonly output: ValueId;
  readonly coding: ValueCoding;
  readonly nodes: readonly NetworkNode[];
  /** Of each input: it comes as an estimate, of every step and with its constant part. */
  readonly estimated: readonly boolean[];
  /** The output is passed on as an estimate. */
  readonly keeps: boolean;
  /** The counted layer that the first node, a matrix product, is: position in `Program.counted`. */
  readonly counted: number | undefined;
}

/** Max pooling of a neuron's input whose windows tile it. */
export interface LoweredMaxPool {
  readonly kind: 'max-pool';
  readonly unit: MaxPoolUnit;
  /** Depth, height and width of a channel and of a window. */
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

export type LoweredOperation =
  | LoweredSegment
  | LoweredNeuron
  | LoweredFunction
  | LoweredMaxPool
  | LoweredTranscoder
  | LoweredAlias;

/** A counted layer, and what its count needs (docs/algorithm.md §7). */
export interface LoweredCount {
  readonly layer: CountedLayer;
  /** Operations per non-zero entry of its input: one number, or one for every position of a channel. Undefined for a product. */
  readonly fanOut: Float64Array | undefined;
  /** The neuron layer whose output the input is, reshaped or not. */
  readonly source: NeuronUnit | undefined;
  /** What one threshold spike of each entry of the input is worth, if some are of multi-spike neurons (`spikeQuanta`). */
  readonly quanta: Float64Array | undefined;
}

export interface LoweredOutput {
  readonly value: ValueId;
  /** Coding to decode it with. */
  readonly coding: Coding;
}

export interface LoweredProgram {
  /** The network with its projections taken apart: shapes, constants and constant parts of the values of the operations. */
  readonly spiking: SpikingNetwork;
  readonly operations: readonly LoweredOperation[];
  /** Memory of every coded value. */
  readonly layouts: ReadonlyMap<ValueId, Layout>;
  /** Of every value that an operation writes, and of the network's input. */
  readonly times: ReadonlyMap<ValueId, Time>;
  readonly outputs: readonly LoweredOutput[];
  /** In the order of the network's counted layers. */
  readonly counted: readonly LoweredCount[];
}
