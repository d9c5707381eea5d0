/**
 * An ONNX model as read from a file: nodes, attributes and weights as plain data, before anything is interpreted. Weights are
 * views on the file's bytes if that is possible.
 */
import type { Tensor } from '../../src-shared/tensor/index.ts';

export type OnnxAttribute =
  | { readonly kind: 'float' | 'int'; readonly value: number }
  | { readonly kind: 'floats' | 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | { readonly kind: 'tensor'; readonly value: Tensor }
  | { readonly kind: 'graph'; readonly value: OnnxGraph }
  /** In a function of the model: the value of the attribute of that name in the call. */
  | { readonly kind: 'reference'; readonly value: string }
  | { readonly kind: 'other' };

export interface OnnxNode {
  /** Never empty, and unique in the file: the node's name, or the name of its first output. */
  readonly name: string;
  readonly type: string;
  /** Operator set; `''` is ONNX's own. */
  readonly domain: string;
  /** Names of values; `''` for an optional input left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

export interface OnnxInput {
  readonly name: string;
  /** The sizes: a name for an open size, `?` for an open size without a name. Undefined if the file does not say. */
  readonly shape: readonly (number | string)[] | undefined;
  /** True for a sequence, or a tensor of a type without arithmetic (strings, complex numbers). */
  readonly notNumbers?: boolean;
}

export interface OnnxGraph {
  readonly name: string;
  /** In the file's order, which need not be topological. */
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, Tensor>;
  /** Inputs that are not initializers. */
  readonly inputs: readonly OnnxInput[];
  readonly outputs: readonly string[];
}

export interface OnnxModel {
  /** Path as given. */
  readonly file: string;
  readonly producer: string;
  /** Version of ONNX's own operator set, 1–26. */
  readonly opset: number;
  /** Files beside the model that hold weights, as the model names them; each once, in byte order. */
  readonly externalFiles: readonly string[];
  readonly graph: OnnxGraph;
}
