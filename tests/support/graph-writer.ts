/**
 * Writes small models as different exporters would: the same layer has other operators, names and constants in a file of
 * PyTorch, TensorFlow, Paddle or CNTK, and other forms at other operator sets.
 */
import {
  floats,
  ints,
  randomTensor,
  type TestAttribute,
  type TestModel,
  type TestNode,
  type TestTensor,
  type TestValue,
} from './onnx-graph.ts';

/** How an exporter writes. */
export interface Exporter {
  readonly opset: number;
  /** Whether numbers in formulas, and weights too, are Constant nodes instead of initializers. */
  readonly constants: 'weights' | 'numbers as nodes' | 'all as nodes';
  /** Name of a node and stem of its outputs. `count`: of all nodes so far. */
  readonly name: (module: string, type: string, count: number) => string;
  readonly value: (name: string, index: number) => string;
}

const torch = (opset: number): Exporter => ({
  opset,
  constants: 'numbers as nodes',
  name: (module, type) => (module === '' ? `/${type}` : `/${module}/${type}`),
  value: (name, index) => `${name}_output_${index}`,
});

export const EXPORTERS = {
  /** PyTorch before 1.13: nodes named by their type and number. */
  torch9: { ...torch(9), name: (_module, type, count) => `${type}_${count}`, value: (name, index) => `${name}.${index}` },
  torch11: { ...torch(11), name: (_module, type, count) => `${type}_${count}`, value: (name, index) => `${name}.${index}` },
  torch13: torch(13),
  torch17: torch(17),
  torch18: torch(18),
  /** PyTorch's exporter by TorchDynamo. */
  dynamo18: {
    opset: 18,
    constants: 'weights',
    name: (_module, type, count) => `node_${type}_${count}`,
    value: (name, index) => `${name.replace('node_', '').toLowerCase()}${index === 0 ? '' : `_split_${index}`}`,
  },
  dynamo20: {
    opset: 20,
    constants: 'weights',
    name: (_module, type, count) => `node_${type}_${count}`,
    value: (name, index) => `${name.replace('node_', '').toLowerCase()}${index === 0 ? '' : `_split_${index}`}`,
  },
  /** TensorFlow and Keras by tf2onnx. */
  keras: {
    opset: 13,
    constants: 'weights',
    name: (module, type) => `StatefulPartitionedCall/model/${module}/${type}`,
    value: (name, index) => `${name}:${index}`,
  },
  paddle: {
    opset: 11,
    constants: 'all as nodes',
    name: (_module, type, count) => `p2o.${type}.${count}`,
    value: (name, index) => `${name.toLowerCase()}.out.${index}`,
  },
  cntk: {
    opset: 8,
    constants: 'all as nodes',
    name: (_module, type, count) => `${type}${count}`,
    value: (name, index) => `${name}_Output_${index}`,
  },
} as const satisfies Readonly<Record<string, Exporter>>;

export type ExporterName = keyof typeof EXPORTERS;

/** A value by its name, a number or a tensor. */
export type Operand = string | number | TestTensor;

type Attributes = Readonly<Record<string, TestAttribute>>;

/** Writes nodes one after the other; every method returns the name of a value. Forms that changed are written as the opset has them. */
export interface GraphWriter {
  readonly opset: number;
  /** Nodes from now on belong to this module (of PyTorch: `blocks.0/norm1`). */
  module(name: string): void;
  node(type: string, operands: readonly Operand[], attributes?: Attributes): string;
  nodes(type: string, operands: readonly Operand[], attributes: Attributes, outputs: number): readonly string[];
  /** A random weight; the same order of calls gives the same weights. */
  weight(shape: readonly number[], scale?: number, offset?: number): string;
  /** A given weight. */
  given(tensor: TestTensor): string;
  reduce(type: string, x: string, axes: readonly number[], keepdims?: boolean): string;
  clip(x: string, min: number | undefined, max: number | undefined): string;
  slice(x: string, axis: number, start: number, end: number): string;
  split(x: string, axis: number, sizes: readonly number[]): readonly string[];
  squeeze(x: string, axes: readonly number[]): string;
  unsqueeze(x: string, axes: readonly number[]): string;
  transpose(x: string, ...perm: readonly number[]): string;
  reshape(x: string, ...shape: readonly number[]): string;
  model(outputs: readonly string[], input: TestValue): TestModel;
}

export function graphWriter(exporter: Exporter): GraphWriter {
  const { opset } = exporter;
  const written: TestNode[] = [];
  const weights: Record<string, TestTensor> = {};
  const taken = new Set<string>();
  let module = '';
  let seed = 1;

  const unique = (base: string): string => {
    let name = base;
    for (let count = 1; taken.has(name); count++) name = `${base}_${count}`;
    taken.add(name);
    return name;
  };

  function constant(tensor: TestTensor, asNode: boolean): string {
    if (asNode) return nodes('Constant', [], { value: tensor }, 1)[0]!;
    const name = unique(`${module === '' ? 'graph' : module}.constant`);
    weights[name] = tensor;
    return name;
  }

  function nodes(type: string, operands: readonly Operand[], attributes: Attributes, outputs: number): readonly string[] {
    const inputs = operands.map((operand) => {
      if (typeof operand === 'string') return operand;
      return constant(typeof operand === 'number' ? floats([], [operand]) : operand, exporter.constants !== 'weights');
    });
    const name = unique(exporter.name(module, type, written.length));
    const values = Array.from({ length: outputs }, (_, index) => exporter.value(name, index));
    written.push({ type, name, inputs, outputs: values, attributes });
    return values;
  }

  const node = (type: string, operands: readonly Operand[], attributes: Attributes = {}): string =>
    nodes(type, operands, attributes, 1)[0]!;
  const big = (values: readonly number[]) => values.map(BigInt);
  /** Integers that are an attribute before a version of the operator set, and an input from then on. */
  const since = (version: number, name: string, values: readonly number[]): [Operand[], Attributes] =>
    opset < version ? [[], { [name]: big(values) }] : [[ints(values)], {}];

  return {
    opset,
    module: (name) => {
      module = name;
    },
    node,
    nodes,
    weight(shape, scale = 1, offset = 0) {
      const tensor = randomTensor(shape, seed++, scale);
      const values = Float32Array.from(tensor.values as Float32Array, (value) => value + offset);
      return constant({ shape, values }, exporter.constants === 'all as nodes');
    },
    given: (tensor) => constant(tensor, exporter.constants === 'all as nodes'),
    reduce(type, x, axes, keepdims = true) {
      const [operands, attributes] = since(type === 'ReduceSum' ? 13 : 18, 'axes', axes);
      return node(type, [x, ...operands], { ...attributes, keepdims: keepdims ? 1n : 0n });
    },
    clip(x, min, max) {
      if (opset < 11) return node('Clip', [x], { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) });
      return node('Clip', [x, min ?? '', ...(max === undefined ? [] : [max])]);
    },
    slice(x, axis, start, end) {
      const lists = { starts: [start], ends: [end], axes: [axis] };
      if (opset >= 10) return node('Slice', [x, ...Object.values(lists).map((list) => ints(list))]);
      return node('Slice', [x], Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, big(list)])));
    },
    split(x, axis, sizes) {
      const [operands, attributes] = since(13, 'split', sizes);
      return nodes('Split', [x, ...operands], { ...attributes, axis: BigInt(axis) }, sizes.length);
    },
    squeeze(x, axes) {
      const [operands, attributes] = since(13, 'axes', axes);
      return node('Squeeze', [x, ...operands], attributes);
    },
    unsqueeze(x, axes) {
      const [operands, attributes] = since(13, 'axes', axes);
      return node('Unsqueeze', [x, ...operands], attributes);
    },
    transpose: (x, ...perm) => node('Transpose', [x], { perm: big(perm) }),
    reshape: (x, ...shape) => node('Reshape', [x, ints(shape)]),
    model: (outputs, input) => ({ opset, nodes: written, weights, inputs: [input], outputs }),
  };
}
