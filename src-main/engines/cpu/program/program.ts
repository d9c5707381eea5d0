/**
 * The program of the cpu engine: a SpikingNetwork compiled into operations on slots of memory. It is plain data, which every
 * worker gets once. Its large arrays are in shared memory.
 */
import type { Model, Time } from '../../../../src-shared/lowering/index.ts';
import type { Coding } from '../../../../src-shared/plan/types.ts';
import type { Shape } from '../../../../src-shared/tensor/index.ts';
import type { CarriedSettings } from '../../../../src-shared/units/index.ts';

/**
 * Memory of one value: `[outer, stored steps · B, inner]` float32, without the value's constant part. `outer` is 1 if the batch
 * is the outermost axis. Example: three stored steps of images `[B, 16, 8, 8]` are `[1, 3·B, 1024]`. Values that are reshapes of
 * each other share a slot.
 */
export interface Slot {
  readonly outer: number;
  readonly inner: number;
  /** Only in blocked layout: for each position of a sample, the index of the entry in a plain sample `[C, H, W]`. */
  readonly order?: Int32Array;
  readonly time: Time;
}

/** A slot together with a shape. Multiples of BATCH in the shape stand for the batch. */
export interface Operand {
  readonly slot: number;
  readonly shape: Shape;
}

/**
 * One value for each entry of a sample: `[outer, period]`. The period is the smallest multiple of the sample's inner size that is
 * also a multiple of 32, so that chunks of 32 repeat with it. Example: 48 inner entries have a period of 96, which is two
 * samples.
 */
export interface Parameters<Data = Float32Array> {
  readonly data: Data;
  readonly period: number;
}

/**
 * Parameters of a neuron kernel without their repetitions: `[outer, sets, 32]`. Each set of 32 values serves `span` chunks of 32
 * entries; then the next set follows, and after the last set the first one again. Example: with one threshold per channel and 64
 * positions per channel, each channel has a set, and `span` is 2.
 */
export interface ParameterSets<Data = Float32Array> extends Parameters<Data> {
  readonly span: number;
}

/** The constant part of a value; undefined if it is zero. */
export type Constant = Parameters | undefined;

export interface SegmentOperation {
  readonly kind: 'segment';
  readonly model: Model;
  readonly inputs: readonly Operand[];
  readonly output: Operand;
  /** A second form of the segment for rows that are mostly zero, if there is one. */
  readonly sparse?: SparseForm;
}

interface SparseOperands {
  /** Positions among the segment's inputs: the operand that is multiplied by weights, and the operand that is added. */
  readonly input: number;
  readonly addend: number | undefined;
  /** In the order that the kernel reads, without repetitions. */
  readonly weights: Parameters;
}

/** A 3 × 3 convolution in blocked layout that reads its non-zero inputs only (kernels/sparse.ts). */
export interface SparseConvolution extends SparseOperands {
  readonly kind: 'convolution';
  readonly stride: 1 | 2;
  /** Of the input. */
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly outBlocks: number;
}

/** A linear layer or 1 × 1 convolution that reads its non-zero inputs only (kernels/sparse-linear.ts). */
export interface SparseLinear extends SparseOperands {
  readonly kind: 'linear';
  /** Tokens or positions of a sample. */
  readonly tokens: number;
  /** Groups of 16 features in a token. */
  readonly groups: number;
  readonly outGroups: number;
  /**
   * Distance in values from one token to the next, and from one group of 16 features to the next, in the input and the output.
   */
  readonly strides: { readonly token: number; readonly group: number; readonly outToken: number; readonly outGroup: number };
}

export type SparseForm = SparseConvolution | SparseLinear;

export interface NeuronOperation {
  readonly kind: 'neuron';
  readonly input: Operand;
  readonly output: Operand;
  /** Name of the kernel (kernels/index.ts) and its model's limit (kernels/frame.ts). */
  readonly kernel: string;
  readonly limit: { readonly bits: number } | { readonly value: number };
  /** Most spikes of a multi-spike neuron in one step, if it has such a limit. */
  readonly mostSpikes?: number;
  /** Membrane potential before the first step, in quanta. */
  readonly start: number;
  /** True for multi-threshold neurons. Their kernel compares 4/3 of the membrane potential. */
  readonly multiThreshold: boolean;
  /** 1/quantum and the quantum; both have the same period and span. */
  readonly reciprocal: ParameterSets;
  readonly quantum: ParameterSets;
  readonly added: ParameterSets;
  /**
   * 1 + 65,536 · operations, for each non-zero output: the kernel counts spikes in the lower 16 bits of a sum and operations in
   * the upper.
   */
  readonly weights: ParameterSets<Int32Array>;
  readonly flush: number;
  /** Index of the layer in `neurons`, and index of the counted layer whose operations the weights count. */
  readonly neuron: number;
  readonly counted: number | undefined;
  readonly differential: boolean;
  /** The settings that decide which activations the thresholds can carry, and the worth of θ in quanta. */
  readonly settings: CarriedSettings;
  readonly spike: number;
  /** True if a reader needs the number of spikes of each sample. */
  readonly rows: boolean;
}

/** One or several functions of estimates in one model. */
export interface ExpectationOperation {
  readonly kind: 'expectation';
  readonly model: Model;
  /** One for a function, two for a product. */
  readonly inputs: readonly Operand[];
  readonly constants: readonly Constant[];
  readonly output: Operand;
  readonly differential: boolean;
  /** For each input: true if it is stored as an estimate, with every step and its constant part. */
  readonly estimated: readonly boolean[];
  /** True if the output is stored as an estimate, since all its readers take estimates. */
  readonly keeps: boolean;
  /** Set if the model is a single function that has a kernel of its own. */
  readonly fused: 'gelu' | undefined;
  /** Index of the counted layer, if the function is a matrix product: pairs of non-zero operands are counted for it. */
  readonly pairs: number | undefined;
}

export interface MaxPoolOperation {
  readonly kind: 'max-pool';
  readonly input: Operand;
  readonly output: Operand;
  readonly constant: Parameters;
  readonly differential: boolean;
  /** Depth, height and width of a channel and of a window. */
  readonly plane: readonly [number, number, number];
  readonly window: readonly [number, number, number];
  /** Channels that are adjacent in memory: the block size in blocked layout, otherwise 1. */
  readonly lanes: number;
}

export interface TranscoderOperation {
  readonly kind: 'transcoder';
  readonly input: Operand;
  readonly output: Operand;
  readonly constant: Constant;
  readonly toDifferential: boolean;
}

/** Counts the non-zero entries of a slot, each with its weight. */
export interface CountOperation {
  readonly kind: 'count';
  readonly counted: number;
  readonly input: Operand;
  /** Operations per non-zero entry. */
  readonly weights: Parameters<Int32Array>;
  /** The value of an entry whose input is zero: 0, or minus the constant part of a rate-coded input. */
  readonly silent: Parameters;
  /** Operations of one sample at a step with no input but the constant part. */
  readonly resting: number;
  /** Only if spike bits are counted too: 1/λ for entries that are spikes of multi-spike neurons, 0 for the others. */
  readonly reciprocal: Parameters | undefined;
}

/** Counts a layer whose fan-out is the same for every input: the spikes of a neuron layer times a factor. */
export interface ScaleOperation {
  readonly kind: 'scale';
  readonly counted: number;
  readonly neuron: number;
  readonly factor: number;
}

export type Operation =
  | SegmentOperation
  | NeuronOperation
  | ExpectationOperation
  | MaxPoolOperation
  | TranscoderOperation
  | CountOperation
  | ScaleOperation;

export interface OutputPort {
  readonly operand: Operand;
  readonly coding: Coding;
  /** Constant part of one sample, float64. */
  readonly constant: Float64Array | undefined;
}

export interface Program {
  readonly coding: Coding;
  readonly tau: number;
  readonly slots: readonly Slot[];
  readonly input: Operand;
  readonly operations: readonly Operation[];
  readonly outputs: readonly OutputPort[];
  /** Ids of the neuron stages and names of the counted layers. Their order is that of the indices in the operations. */
  readonly neurons: readonly string[];
  readonly counted: readonly string[];
}
