/**
 * What an operator is to Spikeloom: one small file each under operators/, holding its shape rule, its float64 form and its
 * traits (operator-traits.ts). Adding one is a recipe: docs/add-an-operator.md.
 */
import type { Shape, Tensor } from '../tensor/index.ts';
import type { Attributes, NetworkNode, ValueId } from './network.ts';
import type { OpName } from './op-names.ts';
import type { Mark, OperatorTraits } from './operator-traits.ts';

/** An ONNX node as an operator's `read` sees it: values already named, constants already folded. */
export interface OnnxNodeView {
  /** ONNX operator type, node name (never empty) and version of its operator set. */
  readonly type: string;
  readonly name: string;
  readonly opset: number;
  /** Values it reads; `undefined` for an optional input left out. */
  readonly inputs: readonly (ValueId | undefined)[];
  /** Number of outputs the file asks for. */
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

/** Facts about values that readers note for later readers. */
export interface Marks {
  has(value: ValueId, mark: Mark): boolean;
  set(value: ValueId, mark: Mark): void;
}

/** What a `read` builds the Network with. */
export interface NetworkBuilder {
  /** Batch size that the file fixes (the number its input's first axis had before it became BATCH). Absent: dynamic, or unknown. */
  readonly fixedBatch?: number;
  /** Shape so far known, with multiples of BATCH. */
  shapeOf(value: ValueId): Shape;
  /**
   * How many values lie outside of the batch in memory (`[outer, B, inner]`): 1 where the batch comes first; the shape alone does
   * not tell where an axis is a multiple of the batch. Absent, or NaN: unknown.
   */
  outerOf?(value: ValueId): number;
  /** Absent: nothing is known. */
  readonly marks?: Marks;
  /** Readers of quantised activations ask it; true if they are to be read as floating-point numbers. Absent: false. */
  dequantise?(): boolean;
  /** Called by a reader that had to choose where the batch is, since the file's sizes leave several ways. */
  ambiguous?(): void;
  /** The tensor, where the value is a constant. */
  constantOf(value: ValueId): Tensor | undefined;
  /** Adds a constant and returns its value. */
  constant(tensor: Tensor): ValueId;
  /** Adds a canonical node and returns its output; where every input is a constant, it is computed now and is a constant. */
  emit(op: OpName, inputs: readonly ValueId[], attributes?: Attributes): ValueId;
}

/** Reads an ONNX node into canonical nodes; returns a value for each of its outputs (less where the last ones are not supported). Throws an Error saying what is not supported. */
export type OnnxRead = (node: OnnxNodeView, build: NetworkBuilder) => readonly ValueId[];

/** An ONNX node to be written (opset 17). Attributes that are `bigint` or `bigint[]` are ints, `number` or `number[]` floats. */
export interface OnnxNodeDraft {
  readonly type: string;
  /** Values; `''` leaves an optional input out. */
  readonly inputs: readonly ValueId[];
  readonly outputs: readonly ValueId[];
  readonly attributes?: Readonly<Record<string, bigint | readonly bigint[] | number | readonly number[] | string>>;
}

/** What a `write` builds an ONNX graph with. */
export interface OnnxWriter {
  shapeOf(value: ValueId): Shape;
  /** Adds a constant of 64-bit integers (`shape` defaults to one axis) or 32-bit floats. */
  ints(values: readonly number[], shape?: Shape): ValueId;
  floats(values: readonly number[] | Float32Array, shape?: Shape): ValueId;
  /** A fresh name for a value between two drafts. */
  fresh(): ValueId;
  add(draft: OnnxNodeDraft): void;
}

/** A canonical operator: its shape, its function, how it is written as ONNX, and its traits. */
export interface Operator extends OperatorTraits {
  /** ONNX operator types it is read from, each with its reader. One type belongs to one operator. */
  readonly onnx: Readonly<Record<string, OnnxRead>>;
  /** Writes a canonical node as ONNX, opset 17; sizes that are multiples of BATCH must stay dynamic (0 or −1 in a Reshape). */
  write(node: NetworkNode, writer: OnnxWriter): void;
  /**
   * Shape of the output. Inputs' shapes may hold multiples of BATCH; ordinary arithmetic carries them.
   * `constants[i]` is the value of input i where it is a constant.
   * Throws an Error whose message says what does not fit; the importer adds the node.
   */
  shape(inputs: readonly Shape[], attributes: Attributes, constants: readonly (Tensor | undefined)[]): Shape;
  /** The float64 form: the executable meaning of the operator, on tensors without BATCH. */
  evaluate(inputs: readonly Tensor[], attributes: Attributes): Tensor;
  /**
   * The float64 form of a product of two coded values with fused multiply-add, for product units, where the last bit decides exact ties
   * (operators/support/fused-dot.ts). Values must be finite. Absent: `evaluate` multiplies and adds nothing that could be fused.
   */
  readonly evaluateFused?: (inputs: readonly Tensor[], attributes: Attributes) => Tensor;
}
