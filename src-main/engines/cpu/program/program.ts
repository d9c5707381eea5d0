/**
 * The program of the cpu engine: a SpikingNetwork compiled into operations on slots of memory, as plain data that every
 * worker gets once. Large arrays lie in shared memory.
 */
import type { Coding } from '../../../../src-shared/plan/types.ts';
import type { Shape } from '../../../../src-shared/tensor/index.ts';
import type { CarriedSettings } from '../../../../src-shared/units/index.ts';

/**
 * How a value's steps are stored. `once`: only t = 0, zero afterwards (differential network input). `constant`: one step that
 * repeats (rate network input). `varying`: up to T steps, zero after those that are stored.
 */
export type Time = 'once' | 'constant' | 'varying';

/**
 * Memory of a value: `[outer, stored steps · B, inner]` float32, without its constant part. `outer` is 1 unless the batch is not the
 * outermost axis. Values that are reshapes of each other share a slot.
 */
export interface Slot {
  readonly outer: number;
  readonly inner: number;
  /** In blocked layout: which entry of a plain sample lies at each position. */
  readonly order?: Int32Array;
  readonly time: Time;
}

/** A slot seen with a shape, in which multiples of BATCH stand for the batch. */
export interface Operand {
  readonly slot: number;
  readonly shape: Shape;
}

/** A linear or other function as an ONNX model with these inputs and one output. */
export interface Model {
  readonly bytes: Uint8Array;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** One value per entry of a slot's sample `[outer][period]`: repeated along the batch, the period being a multiple of 32. */
export interface Parameters<Data = Float32Array> {
  readonly data: Data;
  readonly period: number;
}

/** Parameters of a neuron kernel: a set of 32 serves `span` chunks of 32 entries, then the next one does, behind the last the first. */
export interface ParameterSets<Data = Float32Array> extends Parameters<Data> {
  readonly span: number;
}

/** The constant part of a value; undefined where it is zero. */
export type Constant = Parameters | undefined;

export interface SegmentOperation {
  readonly kind: 'segment';
  readonly model: Model;
  readonly inputs: readonly Operand[];
  readonly output: Operand;
  /** The same for samples that are mostly zero, if there is such a form. */
  readonly sparse?: SparseForm;
}

interface SparseOperands {
  /** Positions among the segment's inputs: what is multiplied with weights, and what is added. */
  readonly input: number;
  readonly addend: number | undefined;
  /** In the order of the kernel: not repeated. */
  readonly weights: Parameters;
}

/** A 3 × 3 convolution in blocked layout, written for its non-zero inputs (kernels/sparse.ts). */
export interface SparseConvolution extends SparseOperands {
  readonly kind: 'convolution';
  readonly stride: 1 | 2;
  /** Of the input. */
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly outBlocks: number;
}

/** A linear layer or 1 × 1 convolution, written for its non-zero inputs (kernels/sparse-linear.ts). */
export interface SparseLinear extends SparseOperands {
  readonly kind: 'linear';
  /** Tokens or positions of a sample. */
  readonly tokens: number;
  /** Sixteens of features of a token. */
  readonly groups: number;
  readonly outGroups: number;
  /** Values from a token to the next, and from sixteen features to the next. */
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
  /** Turns a mean or sum into what the fire rule compares: 4/3 for multi-threshold neurons, else 1; and the addend ½. */
  readonly multiThreshold: boolean;
  /** Both with one period and span. */
  readonly reciprocal: ParameterSets;
  readonly quantum: ParameterSets;
  readonly added: ParameterSets;
  /** 1 + 65536 · operations per non-zero output. */
  readonly weights: ParameterSets<Int32Array>;
  readonly flush: number;
  /** Index into `neurons`, and of the counted layer whose operations the weights count. */
  readonly neuron: number;
  readonly counted: number | undefined;
  readonly differential: boolean;
  /** What decides which activations its thresholds can carry, and the worth of θ in quanta. */
  readonly settings: CarriedSettings;
  readonly spike: number;
  /** A reader wants to know how many neurons fired in each sample. */
  readonly rows: boolean;
}

/** Functions of estimates, one after another. */
export interface ExpectationOperation {
  readonly kind: 'expectation';
  readonly model: Model;
  /** One for a function, two for a product. */
  readonly inputs: readonly Operand[];
  readonly constants: readonly Constant[];
  readonly output: Operand;
  readonly differential: boolean;
  /** Which inputs are stored as estimates already, of every step and with their constant part. */
  readonly estimated: readonly boolean[];
  /** The output stays an estimate: its readers want no more. */
  readonly keeps: boolean;
  /** The function is all that the model is, and has a kernel of its own that reads the input as it is. */
  readonly fused: 'gelu' | undefined;
  /** The counted layer that a matrix product is: pairs of non-zero operands are counted for it. */
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
  /** Channels that lie side by side (blocked layout), else 1. */
  readonly lanes: number;
}

export interface TranscoderOperation {
  readonly kind: 'transcoder';
  readonly input: Operand;
  readonly output: Operand;
  readonly constant: Constant;
  readonly toDifferential: boolean;
}

/** Counts the non-zero entries of a slot, weighted. */
export interface CountOperation {
  readonly kind: 'count';
  readonly counted: number;
  readonly input: Operand;
  /** Operations per non-zero entry. */
  readonly weights: Parameters<Int32Array>;
  /** What an entry is where its input is zero: 0, or less the constant part of a rate-coded input. */
  readonly silent: Parameters;
  /** Operations of one sample at a step at which everything before the constant part is zero. */
  readonly resting: number;
  /** 1/λ of entries that are spikes of multi-spike neurons, 0 of others: counts spike bits too. */
  readonly reciprocal: Parameters | undefined;
}

/** Operations of a counted layer that all entries of a neuron layer's output cause equally: spikes times a number. */
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
  /** Ids of the neuron stages and names of the counted layers, in the order of the indices above. */
  readonly neurons: readonly string[];
  readonly counted: readonly string[];
}
