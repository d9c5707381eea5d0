/** An ONNX node as an operator's reader sees it: typed access to attributes, with errors that name the attribute. */
import type { OnnxNodeView, ValueId } from '../../src-shared/network/index.ts';
import type { Tensor } from '../../src-shared/tensor/index.ts';
import type { OnnxNode } from './model.ts';

interface Values {
  readonly float: number;
  readonly int: number;
  readonly floats: readonly number[];
  readonly ints: readonly number[];
  readonly string: string;
  readonly tensor: Tensor;
}

/**
 * The view of a node. `inputs` are its values in the network, undefined for an optional input that is left out. `outputs` is the
 * number of outputs that are needed. The view throws an Error that names the attribute if an attribute has the wrong type, or is
 * absent and has no fallback.
 */
export function nodeView(node: OnnxNode, opset: number, inputs: readonly (ValueId | undefined)[], outputs: number): OnnxNodeView {
  function read<K extends keyof Values>(name: string, kind: K, fallback?: Values[K]): Values[K] {
    const attribute = node.attributes.get(name);
    if (attribute === undefined) {
      if (fallback === undefined) throw new Error(`attribute ${name} is missing`);
      return fallback;
    }
    if (attribute.kind !== kind) throw new Error(`attribute ${name} is of type ${attribute.kind}, not ${kind}`);
    return (attribute as unknown as { readonly value: Values[K] }).value;
  }
  return {
    type: node.type,
    name: node.name,
    opset,
    inputs,
    outputs,
    int: (name, fallback) => read(name, 'int', fallback),
    float: (name, fallback) => read(name, 'float', fallback),
    string: (name, fallback) => read(name, 'string', fallback),
    ints: (name, fallback) => read(name, 'ints', fallback),
    floats: (name, fallback) => read(name, 'floats', fallback),
    has: (name) => node.attributes.has(name),
    tensor: (name) => (node.attributes.has(name) ? read(name, 'tensor') : undefined),
  };
}
