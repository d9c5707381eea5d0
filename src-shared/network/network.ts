/**
 * The Network: a trained network after import, as immutable plain data. Nodes are in topological order and use a small set of
 * canonical operators (see operators/), independent of the opset and the exporter. Each node records the ONNX nodes it stands
 * for. Constants (weights, folded arithmetic) are values like any other and are stored in `constants`.
 */
import type { Shape, Tensor } from '../tensor/index.ts';
import type { OpName } from './op-names.ts';

/** Name of a value (a tensor that flows along an edge), unique in its network. */
export type ValueId = string;

/** The settings of an operator besides its inputs: plain JSON, independent of the opset. */
export type Attributes = Readonly<Record<string, number | string | boolean | readonly number[]>>;

/** A node of the Network: one canonical operator with its inputs and its output. */
export interface NetworkNode {
  /** Unique in the network: the name of the ONNX node, or of its output if the node has none. */
  readonly id: string;
  /** Canonical operator, a key of the operator registry. */
  readonly op: OpName;
  /** Values that the node reads, in the operator's order. The operator's file says which of them may be constants. */
  readonly inputs: readonly ValueId[];
  readonly output: ValueId;
  readonly attributes: Attributes;
  /** Module path as users know it (`layer1.0.relu1`). It may not be unique. */
  readonly path: string;
  /** Names of the ONNX nodes this node stands for. */
  readonly from: readonly string[];
}

/** An input or an output of the Network. */
export interface NetworkPort {
  /** Name in the file, as users know it. */
  readonly name: string;
  readonly value: ValueId;
}

/** A trained network after import. */
export interface Network {
  readonly name: string;
  /** The input for samples. Its first axis is the batch. */
  readonly input: NetworkPort;
  readonly outputs: readonly NetworkPort[];
  readonly nodes: readonly NetworkNode[];
  readonly constants: ReadonlyMap<ValueId, Tensor>;
  /** Shape of every value, including constants. Sizes that are multiples of BATCH grow with the batch. */
  readonly shapes: ReadonlyMap<ValueId, Shape>;
}
