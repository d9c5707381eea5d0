/**
 * What an operator says about itself, for whoever asks the same of all operators: import, conversion, energy and engines.
 * A trait is stated once, in the operator's file, and every-operator.test.ts holds it to what the operator computes.
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

/** What docs/algorithm.md §7 counts operations of. */
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

/** Additions, multiplications and comparisons. A comparison is charged as an addition: it is a subtraction whose sign is looked at. */
export interface Arithmetic {
  readonly adds: number;
  readonly multiplies: number;
  readonly compares: number;
}

/** Where the constant weights of a layer (its second input) have the channels of its output. Weights are runs of one channel each. */
export interface WeightLayout {
  /** Axis of the channels in an output of `rank` axes. A bias lies along it. */
  channelAxis(rank: number): number;
  channels(weights: Shape, group: number): number;
  /** Weights in a run. */
  run(weights: Shape): number;
  /** Channel of each run, by its index. */
  channelOf(weights: Shape, group: number): (run: number) => number;
}

/** The facts about an operator that conversion, counting and the energy ledger need. */
export interface OperatorTraits {
  /** Spiking form, given which inputs are coded (not constant). */
  spiking(coded: readonly boolean[], attributes: Attributes): SpikingForm;
  /**
   * Indices of constant inputs that make up the constant part (bias): without them a linear operator is homogeneous.
   * The bias-free form is the node without these inputs (Add of a constant: the identity). Absent: none.
   */
  readonly constantPart?: (coded: readonly boolean[]) => readonly number[];
  /**
   * The kind algorithm.md §7 counts it under, given which inputs are coded: a matrix product with a constant is a linear layer.
   * Absent, or `undefined`: not counted. In smooth networks, signed neurons stand in front of every counted operator (§5).
   */
  readonly counted?: (coded: readonly boolean[]) => CountedKind | undefined;
  /**
   * Synaptic operations that one non-zero entry of the coded input causes (§7), for shapes of one sample: the same number for every
   * entry, or one for each spatial position (flat, row-major), the same in every channel. Needed if it is counted with one coded input.
   */
  readonly fanOut?: (
    inputs: readonly Shape[],
    output: Shape,
    attributes: Attributes,
    coded: readonly boolean[],
  ) => number | Float64Array;
  /** Products that are summed up for one output value, at most. Needed if it is counted. */
  readonly terms?: (inputs: readonly Shape[], attributes: Attributes) => number;
  /** Needed if its second input is constant weights; its third, if given, is then a bias per output channel. */
  readonly weights?: WeightLayout;
  /** Set if it only moves values: then a spike stays one spike, and nothing is computed. */
  readonly moves?: Moves;
  /**
   * Arithmetic of one evaluation for one sample, given the shapes of its coded inputs and of its output. Constant operands are added in
   * the constant pass, not here. Needed if it is linear, is not counted and does not only move values.
   */
  readonly arithmetic?: (coded: readonly Shape[], output: Shape, attributes: Attributes) => Arithmetic;
  /** Marks that its output has if all of its inputs have them. Of a constant input only `non-negative` is known. Absent: none. */
  readonly preserves?: (attributes: Attributes) => readonly Mark[];
  /** True if no output value is below 0, whatever the input. Absent: never. */
  readonly nonNegative?: (attributes: Attributes) => boolean;
  /** Set if an output value depends on one entry of each input alone, and on nothing else of its place (inputs broadcast). */
  readonly pointwise?: true;
  /** Set if it reduces the axes in its attribute `axes` to one value each, whatever the order of the values. */
  readonly reduces?: true;
  /** Set if its output values are maxima of input values, so that a function that never falls may be moved from before it to behind it. */
  readonly takesMaxima?: true;
}
