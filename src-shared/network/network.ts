/**
 * The Network: a trained network after import, as immutable plain data. Nodes are in topological order and speak a small
 * set of canonical operators (see operators/), whichever opset or exporter the file came from; each remembers the ONNX
 * nodes it stands for. Constants (weights, folded arithmetic) are values like any other, found in `constants`.
 */
import type { Shape, Tensor } from '../tensor/index.ts';
import type { OpName } from './op-names.ts';

/** Name of a value (a tensor that flows along an edge), unique in its network. */
export type ValueId = string;

/** What an operator needs to know beyond its inputs: plain JSON, independent of the opset. */
export type Attributes = Readonly<Record<string, number | string | boolean | readonly number[]>>;

/** A canonical operator in a network. It writes one value. */
export interface NetworkNode {
  /** Unique in the network: the ONNX node's name, or its output's where it has none. */
  readonly id: string;
  /** Canonical operator, a key of the operator registry. */
  readonly op: OpName;
  /** Values it reads, in the operator's order; an operator's file says which may be constants. */
  readonly inputs: readonly ValueId[];
  readonly output: ValueId;
  readonly attributes: Attributes;
  /** Module path as users know it (`layer1.0.relu1`), not necessarily unique. */
  readonly path: string;
  /** Names of the ONNX nodes this node stands for. */
  readonly from: readonly string[];
}

/** An input or output of a network: its name in the file, and its value. */
export interface NetworkPort {
  /** Name in the file, as users know it. */
  readonly name: string;
  readonly value: ValueId;
}

/** A network of canonical operators in topological order. */
export interface Network {
  readonly name: string;
  /** The one input that samples are fed to; its first axis is the batch. */
  readonly input: NetworkPort;
  readonly outputs: readonly NetworkPort[];
  readonly nodes: readonly NetworkNode[];
  readonly constants: ReadonlyMap<ValueId, Tensor>;
  /** Shape of every value, constants included; sizes that are multiples of BATCH grow with the batch. */
  readonly shapes: ReadonlyMap<ValueId, Shape>;
}
