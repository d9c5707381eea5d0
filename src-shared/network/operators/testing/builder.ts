/** A network builder, an ONNX node and an ONNX writer in a few lines, for tests of operators without an ONNX file. */
import type { Shape, Tensor } from '../../../tensor/index.ts';
import { isBatchSize } from '../../../tensor/index.ts';
import { evaluateNetwork } from '../../evaluate.ts';
import type { Network, NetworkNode, ValueId } from '../../network.ts';
import type { NetworkBuilder, OnnxNodeDraft, OnnxNodeView, OnnxWriter } from '../../operator.ts';
import { float64, ints } from '../support/arrays.ts';
import { onnxReaders, operatorOf } from '../index.ts';

type AttributeValue = number | bigint | string | Tensor | readonly number[] | readonly bigint[];

/** An ONNX node as a test writes it. */
export interface TestNode {
  readonly type: string;
  readonly inputs: readonly (ValueId | undefined)[];
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  readonly opset?: number;
  readonly outputs?: number;
}

/** A network builder that can also read ONNX nodes and run the resulting network. */
export interface TestBuilder extends NetworkBuilder {
  readonly nodes: readonly NetworkNode[];
  /** Reads an ONNX node; returns its outputs. */
  read(node: TestNode): readonly ValueId[];
  /** The network that computes a value from the input `x`. */
  network(output: ValueId): Network;
  /** The value for an input. */
  run(output: ValueId, x: Tensor): Tensor;
}

function viewOf({ type, inputs, attributes = {}, opset = 17, outputs = 1 }: TestNode): OnnxNodeView {
  const get = <T>(key: string, fallback: T | undefined): T => {
    const value = attributes[key] ?? fallback;
    if (value === undefined) throw new Error(`${type} lacks its attribute ${key}`);
    return value as T;
  };
  return {
    type,
    name: type,
    opset,
    inputs: inputs.map((value) => (value === '' ? undefined : value)),
    outputs,
    int: (key, fallback) => Number(get<number | bigint>(key, fallback)),
    float: (key, fallback) => Number(get<number>(key, fallback)),
    string: (key, fallback) => get<string>(key, fallback),
    ints: (key, fallback) => get<readonly (number | bigint)[]>(key, fallback).map(Number),
    floats: (key, fallback) => get<readonly number[]>(key, fallback).map(Number),
    has: (key) => attributes[key] !== undefined,
    tensor: (key) => attributes[key] as Tensor | undefined,
  };
}

/** A builder whose network's input is `x`, of the given shape; `fixedBatch` as in a file exported at that batch. */
export function testBuilder(inputShape: Shape, fixedBatch?: number): TestBuilder {
  const shapes = new Map<ValueId, Shape>([['x', inputShape]]);
  const constants = new Map<ValueId, Tensor>();
  const nodes: NetworkNode[] = [];
  const shapeOf = (value: ValueId): Shape => {
    const shape = shapes.get(value);
    if (!shape) throw new Error(`no value ${value}`);
    return shape;
  };
  const builder: TestBuilder = {
    nodes,
    ...(fixedBatch === undefined ? {} : { fixedBatch }),
    shapeOf,
    constantOf: (value) => constants.get(value),
    constant: (tensor) => {
      const value = `c${shapes.size}`;
      constants.set(value, tensor);
      shapes.set(value, tensor.shape);
      return value;
    },
    emit: (op, inputs, attributes = {}) => {
      const operator = operatorOf(op);
      const known = inputs.map((value) => constants.get(value));
      const shape = operator.shape(inputs.map(shapeOf), attributes, known);
      if (known.every((tensor) => tensor !== undefined)) return builder.constant(operator.evaluate(known, attributes));
      const output = `v${shapes.size}`;
      shapes.set(output, shape);
      nodes.push({ id: output, op, inputs, output, attributes, path: output, from: [] });
      return output;
    },
    read: (node) => {
      const reader = onnxReaders.get(node.type);
      if (!reader) throw new Error(`no reader for ${node.type}`);
      return reader(viewOf(node), builder);
    },
    network: (output) => ({
      name: 'test',
      input: { name: 'x', value: 'x' },
      outputs: [{ name: 'y', value: output }],
      nodes,
      constants,
      shapes,
    }),
    run: (output, x) => evaluateNetwork(builder.network(output), x)[0],
  };
  return builder;
}

/** Numbers as a constant of the builder. */
export const intsIn = (build: TestBuilder, ...values: number[]): ValueId => build.constant(ints(values));

/** Numbers as a float64 constant of the builder. */
export const floatsIn = (build: TestBuilder, values: readonly number[], shape: Shape = [values.length]): ValueId =>
  build.constant(float64(shape, values));

/**
 * Writes a canonical node of a builder as ONNX, and reads what was written into the builder again: the value it computes
 * must be the node's. Returns that value and the drafts.
 */
export function writtenAndRead(build: TestBuilder, node: NetworkNode): { value: ValueId; drafts: readonly OnnxNodeDraft[] } {
  const drafts: OnnxNodeDraft[] = [];
  const values = new Map<ValueId, ValueId>();
  const valueOf = (name: ValueId): ValueId | undefined => (name === '' ? undefined : (values.get(name) ?? name));
  let count = 0;
  const writer: OnnxWriter = {
    shapeOf: build.shapeOf,
    ints: (list, shape = [list.length]) => {
      if (list.some(isBatchSize)) throw new Error('the batch was written as a number');
      return build.constant(ints(list, shape));
    },
    floats: (list, shape = [list.length]) => build.constant(float64(shape, list)),
    fresh: () => `fresh${count++}`,
    add: (draft) => drafts.push(draft),
  };
  operatorOf(node.op).write(node, writer);
  for (const { type, inputs, outputs, attributes = {} } of drafts) {
    const results = build.read({ type, inputs: inputs.map(valueOf), attributes, outputs: outputs.length });
    outputs.forEach((name, i) => values.set(name, results[i]));
  }
  return { value: values.get(node.output) ?? node.output, drafts };
}
