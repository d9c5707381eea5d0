/**
 * The interface of an operator. Each operator is a small file under operators/ with its shape rule, its float64 form and its
 * traits (operator-traits.ts). docs/add-an-operator.md explains how to add one.
 */
import type { Shape, Tensor } from '../tensor/index.ts';
import type { Attributes, NetworkNode, ValueId } from './network.ts';
import type { OpName } from './op-names.ts';
import type { Mark, OperatorTraits } from './operator-traits.ts';

/** An ONNX node as a reader sees it. Its values have names already, and constants are folded. */
export interface OnnxNodeView {
  /** ONNX operator type, node name (never empty) and version of its operator set. */
  readonly type: string;
  readonly name: string;
  readonly opset: number;
  /** Values that the node reads; `undefined` for an omitted optional input. */
  readonly inputs: readonly (ValueId | undefined)[];
  /** Number of outputs that the file uses. */
  readonly outputs: number;
  int(attribute: string, fallback?: number): number;
  float(attribute: string, fallback?: number): number;
  string(attribute: string, fallback?: string): string;
  ints(attribute: string, fallback?: readonly number[]): readonly number[];
  floats(attribute: string, fallback?: readonly number[]): readonly number[];
  has(attribute: string): boolean;
  /** A tensor attribute (`value` of Constant and ConstantOfShape). */
  tensor(attribute: string): Tensor | undefined;
}

/** The marks of values that import knows so far. */
export interface Marks {
  has(value: ValueId, mark: Mark): boolean;
  set(value: ValueId, mark: Mark): void;
}

/** The builder with which a reader adds nodes to the Network. */
export interface NetworkBuilder {
  /** Batch size that the file fixes (the first size of its input before BATCH replaced it). Absent: dynamic, or unknown. */
  readonly fixedBatch?: number;
  /** Shape of a value as far as it is known, with multiples of BATCH. */
  shapeOf(value: ValueId): Shape;
  /**
   * The size `outer` of a value's memory layout `[outer, B, inner]`: 1 if the batch comes first, 5 for `[5, B, 7]`. The shape
   * alone does not determine it if an axis is a multiple of the batch. Absent, or NaN: unknown.
   */
  outerOf?(value: ValueId): number;
  /** Marks of values. Absent: nothing is known. */
  readonly marks?: Marks;
  /** Called by readers of quantised activations. True if they shall be read as floating-point numbers. Absent: false. */
  dequantise?(): boolean;
  /** Called by a reader that had to guess the position of the batch, because the file's sizes allow several. */
  ambiguous?(): void;
  /** The tensor of a constant; undefined for other values. */
  constantOf(value: ValueId): Tensor | undefined;
  /** Adds a constant and returns its value. */
  constant(tensor: Tensor): ValueId;
  /** Adds a canonical node and returns its output. If every input is a constant, the result is computed at once and is a constant too. */
  emit(op: OpName, inputs: readonly ValueId[], attributes?: Attributes): ValueId;
}

/**
 * Reads an ONNX node into canonical nodes. Returns a value for each output (fewer if the last ones are not supported). Throws an
 * Error that says what is not supported.
 */
export type OnnxRead = (node: OnnxNodeView, build: NetworkBuilder) => readonly ValueId[];

/** An ONNX node to write (opset 17). Attributes of type `bigint` or `bigint[]` become ints, `number` or `number[]` become floats. */
export interface OnnxNodeDraft {
  readonly type: string;
  /** Names of input values; `''` omits an optional input. */
  readonly inputs: readonly ValueId[];
  readonly outputs: readonly ValueId[];
  readonly attributes?: Readonly<Record<string, bigint | readonly bigint[] | number | readonly number[] | string>>;
}

/** The builder with which an operator writes itself as ONNX. */
export interface OnnxWriter {
  shapeOf(value: ValueId): Shape;
  /** Adds a constant of 64-bit integers (`shape` defaults to one axis) or 32-bit floats. */
  ints(values: readonly number[], shape?: Shape): ValueId;
  floats(values: readonly number[] | Float32Array, shape?: Shape): ValueId;
  /** A fresh name for a value between two drafts. */
  fresh(): ValueId;
  add(draft: OnnxNodeDraft): void;
}

/** A canonical operator: its readers, its shape rule, its float64 form, its form in ONNX and its traits. */
export interface Operator extends OperatorTraits {
  /** ONNX operator types that become this operator, each with its reader. A type belongs to one operator. */
  readonly onnx: Readonly<Record<string, OnnxRead>>;
  /** Writes a canonical node as ONNX, opset 17. Sizes that are multiples of BATCH must stay dynamic (0 or −1 in a Reshape). */
  write(node: NetworkNode, writer: OnnxWriter): void;
  /**
   * Shape of the output. Shapes of inputs may contain multiples of BATCH, which ordinary arithmetic carries along. `constants[i]`
   * is the tensor of input i if that is a constant. Throws an Error that says what does not fit; the importer adds the node.
   */
  shape(inputs: readonly Shape[], attributes: Attributes, constants: readonly (Tensor | undefined)[]): Shape;
  /** The float64 form, which defines the operator, on tensors without BATCH. */
  evaluate(inputs: readonly Tensor[], attributes: Attributes): Tensor;
  /**
   * The float64 form with fused multiply-add, for a product of two coded values. Product units use it, because the last bit
   * decides exact ties (operators/support/fused-dot.ts). Values must be finite. Absent: `evaluate` has no sum of products.
   */
  readonly evaluateFused?: (inputs: readonly Tensor[], attributes: Attributes) => Tensor;
}
