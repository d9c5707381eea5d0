/**
 * The traits of an operator, for code that asks the same question about all operators: import, conversion, energy and engines.
 * Each trait is stated once, in the operator's file, and every-operator.test.ts compares it with what the operator computes.
 */
import type { Shape } from '../tensor/index.ts';
import type { Attributes } from './network.ts';

/**
 * How an operator acts in a spiking network (docs/algorithm.md §1, §4):
 * - `linear`: on corrections as on values; may add a constant part (bias, positions).
 * - `relu`: becomes a neuron layer of the ReLU type.
 * - `max-pool`: the maximum over windows; moved in front of its ReLU.
 * - `product`: product of two coded operands (matrix or elementwise).
 * - `expectation`: any other function of one coded operand; expectation compensation.
 */
export type SpikingForm = 'linear' | 'relu' | 'max-pool' | 'product' | 'expectation';

/** The kinds of layers whose operations docs/algorithm.md §7 counts. */
export type CountedKind = 'conv' | 'linear' | 'product';

/**
 * A property of a coded value beyond its shape:
 * - `quantised`: it stands for integers of a quantised network, and holds what these were quantised from; `in units of 1`: the same of
 *   integers whose scale is applied later.
 * - `mask`: 1 where something is true, else 0.
 * - `non-negative`: no value is below 0.
 */
export type Mark = 'quantised' | 'in units of 1' | 'mask' | 'non-negative';

/**
 * How an operator moves values without computing with them. Which input value goes where depends on shapes and attributes only.
 * - `view`: the same values in the same order, in another shape.
 * - `select`: every output value is one input value.
 * - `pad`: every output value is one input value, or 0.
 * - `negate`: every output value is one input value, negated.
 */
export type Moves = 'view' | 'select' | 'pad' | 'negate';

/**
 * Numbers of additions, multiplications and comparisons. A comparison costs as much as an addition, because it is a subtraction
 * of which only the sign is used.
 */
export interface Arithmetic {
  readonly adds: number;
  readonly multiplies: number;
  readonly compares: number;
}

/**
 * How the constant weights of a layer (its second input) are arranged by output channel. The weights consist of runs that belong
 * to one channel each: a convolution's `[M, C/group, …kernel]` has one run per channel, and a linear layer's `[K, N]` has runs of
 * one weight.
 */
export interface WeightLayout {
  /** Axis of the channels in an output with `rank` axes. A bias has one entry per channel. */
  channelAxis(rank: number): number;
  channels(weights: Shape, group: number): number;
  /** Number of weights in a run. */
  run(weights: Shape): number;
  /** Channel of each run, by its index. */
  channelOf(weights: Shape, group: number): (run: number) => number;
}

/** The traits of an operator. `spiking` is required; omit the others if they do not hold. */
export interface OperatorTraits {
  /** Spiking form, given which inputs are coded (not constant). */
  spiking(coded: readonly boolean[], attributes: Attributes): SpikingForm;
  /**
   * Indices of constant inputs that make up the constant part (bias): without them a linear operator is homogeneous.
   * The bias-free form is the node without these inputs (Add of a constant: the identity). Absent: none.
   */
  readonly constantPart?: (coded: readonly boolean[]) => readonly number[];
  /**
   * The kind under which algorithm.md §7 counts the operator, given which inputs are coded: a matrix product with a constant is a
   * linear layer. Absent, or `undefined`: not counted. In smooth networks, signed neurons stand in front of every counted
   * operator (§5).
   */
  readonly counted?: (coded: readonly boolean[]) => CountedKind | undefined;
  /**
   * Synaptic operations that one non-zero entry of the coded input causes (§7), for shapes of one sample. Either one number for
   * all entries, or one per spatial position (flat, row-major) that is the same in every channel. Needed if the operator is
   * counted with one coded input.
   */
  readonly fanOut?: (
    inputs: readonly Shape[],
    output: Shape,
    attributes: Attributes,
    coded: readonly boolean[],
  ) => number | Float64Array;
  /** Largest number of products that are added for one output value. Needed if the operator is counted. */
  readonly terms?: (inputs: readonly Shape[], attributes: Attributes) => number;
  /** Needed if the second input is constant weights. A third input is then a bias per output channel. */
  readonly weights?: WeightLayout;
  /** Set if the operator only moves values. A spike then stays one spike, and nothing is computed. */
  readonly moves?: Moves;
  /**
   * Arithmetic of one evaluation for one sample, given the shapes of its coded inputs and of its output. Constant operands belong
   * to the constant pass and are not counted here. Needed if the operator is linear, is not counted and does not only move
   * values.
   */
  readonly arithmetic?: (coded: readonly Shape[], output: Shape, attributes: Attributes) => Arithmetic;
  /** Marks that the output has if all inputs have them. For a constant input only `non-negative` is known. Absent: none. */
  readonly preserves?: (attributes: Attributes) => readonly Mark[];
  /** True if no output value is below 0, whatever the input. Absent: never. */
  readonly nonNegative?: (attributes: Attributes) => boolean;
  /** Set if an output value depends on one entry of each input, and on nothing else at its position (inputs broadcast). */
  readonly pointwise?: true;
  /** Set if the operator reduces the axes in its attribute `axes` to one value each, independent of the order of the values. */
  readonly reduces?: true;
  /** Set if the output values are maxima of input values. A non-decreasing function in front of the operator may then be moved after it. */
  readonly takesMaxima?: true;
}
