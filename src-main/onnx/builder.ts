/**
 * Builds a Network node by node. What depends on constants only is computed at once (shape arithmetic disappears here),
 * shapes are inferred, and every node remembers the ONNX node being read.
 */
import { messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import { type Message, onCommandLine, say } from '../../src-shared/message/index.ts';
import {
  type Attributes,
  modulePath,
  type NetworkBuilder,
  type NetworkNode,
  type OpName,
  type ValueId,
} from '../../src-shared/network/index.ts';
import { operatorOf } from '../../src-shared/network/operators/index.ts';
import { describeShape, isBatchSize, type Shape, sizeOf, type Tensor } from '../../src-shared/tensor/index.ts';
import { outerAfter, outerOfAxis } from '../../src-shared/spiking/batch-layout.ts';
import { markStore, marksOf } from './marks.ts';
import type { OnnxNode } from './model.ts';
import { modelError } from './model-error.ts';

/** Constants may grow to this many values by being computed (Expand, Tile, ConstantOfShape), or to twice what they came from. */
const LARGEST_GROWN = 2 ** 24;

/**
 * Constants that are computed may have so many values together, and so many for each that the file holds: a few nodes on a few numbers can
 * be made to fill any memory.
 */
const MOST_COMPUTED = 2 ** 25;
const COMPUTED_PER_GIVEN = 8;

/** Values of one sample that a tensor may have: no engine could hold more. */
const LARGEST_VALUE = 2 ** 31;

const perSample = (shape: Shape): number => sizeOf(shape.filter((size) => !isBatchSize(size)));

/** The parts of a Network while it is being built. */
export interface GraphParts {
  readonly nodes: NetworkNode[];
  readonly constants: Map<ValueId, Tensor>;
  readonly shapes: Map<ValueId, Shape>;
  /** Nodes of the file where the batch was put on an axis that the file's sizes leave open. */
  readonly ambiguous: Set<string>;
  /** True if the model has quantised activations. */
  quantised: boolean;
}

export interface GraphBuilder extends NetworkBuilder {
  readonly parts: GraphParts;
  /** Adds a value that exists before any node: the input. */
  input(value: ValueId, shape: Shape): void;
  /** Adds a named constant (a weight). */
  named(value: ValueId, tensor: Tensor): void;
  /**
   * Runs a reader for an ONNX node; nodes it emits get their names, and values of outputs the names they have in the file.
   * Returns the values of the node's outputs. Whatever it added is taken back when it throws.
   */
  during(node: OnnxNode, read: () => readonly ValueId[]): readonly ValueId[];
}

/** Data as 32-bit floats where no value changes by it: folding computes in 64 bits, weights are mostly 32. */
function compact(tensor: Tensor): Tensor {
  const { data, dtype } = tensor;
  if (dtype !== 'float' || data instanceof Float32Array) return tensor;
  const narrow = Float32Array.from(data);
  return narrow.every((value, index) => Object.is(value, data[index])) ? { ...tensor, data: narrow } : tensor;
}

/**
 * True for a constant with a multiple of the batch among its values: a size that may shape other values, but not be one. The mark
 * is no 32-bit float, so that weights need not be looked at.
 */
export const holdsBatchSize = ({ data }: Tensor): boolean => data instanceof Float64Array && data.some(isBatchSize);

/** A builder with nothing in it. `fixedBatch`: the batch that the file's constants were made for, undefined where it is open; `dequantise`: quantised activations are read as floats. */
export function createBuilder(fixedBatch: number | undefined, dequantise = false): GraphBuilder {
  const parts: GraphParts = { nodes: [], constants: new Map(), shapes: new Map(), ambiguous: new Set(), quantised: false };
  const { nodes, constants, shapes } = parts;
  /** Of coded values: where the batch lies in memory. */
  const outers = new Map<ValueId, number>();
  const marks = markStore();
  let current: OnnxNode | undefined;
  let pending: NetworkNode[] = [];
  let added: ValueId[] = [];
  let counter = 0;
  let budget = MOST_COMPUTED;

  /** Charges a constant that is about to be computed. */
  function spend(values: number): void {
    budget -= values;
    if (budget < 0) throw new Error('takes what is computed of the weights beyond all measure, which is refused as too large');
  }

  const give = ({ data }: Tensor): void => void (budget += COMPUTED_PER_GIVEN * data.length);

  const fresh = (): ValueId => {
    let value: ValueId;
    do value = `${current?.name ?? 'constant'}#${++counter}`;
    while (shapes.has(value));
    return value;
  };

  function addConstant(value: ValueId, tensor: Tensor): ValueId {
    constants.set(value, tensor);
    shapes.set(value, tensor.shape);
    added.push(value);
    return value;
  }

  function shapeOf(value: ValueId): Shape {
    const shape = shapes.get(value);
    if (shape === undefined) throw new Error(`value ${value} is not known`);
    return shape;
  }

  /** Where the batch of a node's output lies; its operands must have it at the same place. */
  function outerAfterAll(op: OpName, inputs: readonly ValueId[], shape: Shape): number {
    const coded = inputs.filter((value) => !constants.has(value));
    const all = coded.map((value) => outerAfter(op, shapeOf(value), shape, outers.get(value) ?? NaN));
    const [first = NaN, ...others] = all.filter((outer) => !Number.isNaN(outer));
    if (others.some((other) => other !== first)) {
      const shapesOf = coded.map((value) => describeShape(shapeOf(value))).join(' and ');
      throw new Error(`batch: the samples of its operands ${shapesOf} lie in different orders`);
    }
    return first;
  }

  function checkGrowth(shape: Shape, inputs: readonly Tensor[]): void {
    const before = inputs.reduce((sum, tensor) => sum + tensor.data.length, 0);
    if (sizeOf(shape) <= Math.max(LARGEST_GROWN, 2 * before)) return;
    throw new Error(`would make a constant of ${describeShape(shape)} out of ${before} values, which is refused as too large`);
  }

  function emit(op: OpName, inputs: readonly ValueId[], attributes: Attributes = {}): ValueId {
    const operator = operatorOf(op);
    const inputShapes = inputs.map(shapeOf);
    const known = inputs.map((value) => constants.get(value));
    const shape = operator.shape(inputShapes, attributes, known);
    const wrong = shape.find((size) => !Number.isSafeInteger(size) || size < 0);
    if (wrong !== undefined || perSample(shape) > LARGEST_VALUE)
      throw new Error(`has the impossible shape ${describeShape(shape)}`);
    if (shape.includes(0) && shape.some(isBatchSize))
      throw new Error(`gives values of shape ${describeShape(shape)}, which are none; export the network without sizes of 0`);
    if (known.every((tensor) => tensor !== undefined) && !shape.some(isBatchSize)) {
      checkGrowth(shape, known);
      spend(sizeOf(shape));
      return addConstant(fresh(), compact(operator.evaluate(known, attributes)));
    }
    if (known.some((tensor) => tensor !== undefined && holdsBatchSize(tensor))) {
      throw new Error('batch: it computes with the number of samples; export the network so that a sample does not depend on it');
    }
    const outer = outerAfterAll(op, inputs, shape);
    const output = fresh();
    outers.set(output, outer);
    const from = current === undefined ? [] : [current.name];
    const path = current === undefined ? op : modulePath(current.name);
    pending.push({ id: output, op, inputs, output, attributes, path, from });
    shapes.set(output, shape);
    added.push(output);
    marks.add(
      output,
      marksOf(
        op,
        attributes,
        inputs.map((value, at) => known[at] ?? marks.of(value)),
      ),
    );
    return output;
  }

  /** Gives the emitted nodes and values their final names. */
  function settle(node: OnnxNode, results: readonly ValueId[]): readonly ValueId[] {
    const names = new Map<ValueId, ValueId>();
    results.forEach((value, index) => {
      const name = node.outputs[index];
      if (!name || names.has(value) || shapes.has(name) || !pending.some(({ output }) => output === value)) return;
      names.set(value, name);
      shapes.set(name, shapes.get(value)!);
      shapes.delete(value);
      outers.set(name, outers.get(value)!);
      marks.add(name, marks.of(value));
    });
    const rename = (value: ValueId) => names.get(value) ?? value;
    const main = results.find((value) => names.has(value));
    for (const draft of pending) {
      const id =
        draft.output === main ? node.name : names.has(draft.output) ? `${node.name}:${names.get(draft.output)}` : draft.id;
      nodes.push({ ...draft, id, inputs: draft.inputs.map(rename), output: rename(draft.output) });
    }
    return results.map(rename);
  }

  function during(node: OnnxNode, read: () => readonly ValueId[]): readonly ValueId[] {
    current = node;
    pending = [];
    added = [];
    // Weights may be constants of nodes, too.
    for (const attribute of node.attributes.values()) if (attribute.kind === 'tensor') give(attribute.value);
    try {
      return settle(node, read());
    } catch (cause) {
      for (const value of added) {
        shapes.delete(value);
        constants.delete(value);
      }
      throw cause;
    } finally {
      current = undefined;
    }
  }

  return {
    ...(fixedBatch === undefined ? {} : { fixedBatch }),
    parts,
    dequantise: () => {
      parts.quantised = true;
      return dequantise;
    },
    marks: { has: (value, mark) => marks.of(value).has(mark), set: (value, mark) => marks.add(value, [mark]) },
    shapeOf,
    outerOf: (value) => outers.get(value) ?? NaN,
    ambiguous: () => {
      if (current !== undefined) parts.ambiguous.add(current.name);
    },
    constantOf: (value) => constants.get(value),
    constant: (tensor) => {
      spend(tensor.data.length);
      return addConstant(fresh(), compact(tensor));
    },
    emit,
    input: (value, shape) => {
      shapes.set(value, shape);
      outers.set(value, outerOfAxis(shape));
      // The range of a quantised image is where its values are: there is nothing to cut off.
      if (dequantise) marks.add(value, ['non-negative']);
    },
    named: (value, tensor) => {
      give(tensor);
      return addConstant(value, tensor);
    },
    during,
  };
}

/** What is wrong and what to do: the general advice, where the reader has none of its own. */
const advised = (text: Message, advice: string): Message =>
  /[;,] (or )?(export|rewrite|name)/.test(onCommandLine(text)) ? text : say`${text}; ${advice}`;

/** With what a sentence on a node begins: `FILE: node NAME (TYPE): `. */
export const placeOf = ({ name, type }: OnnxNode, file: string): string => `${file}: node ${name} (${type}): `;

/** What a reader threw, as an error of the model that names the node and its type. An error that has its place stays as it is. */
export function readerError(cause: unknown, node: OnnxNode, file: string): SpikeloomError {
  if (cause instanceof SpikeloomError && cause.at.file !== undefined) return cause;
  const at = { file, node: node.name };
  const text = messageOf(cause);
  const where = placeOf(node, file);
  const batch = typeof text === 'string' ? /^batch: ?(.*)$/s.exec(text) : null;
  if (batch) {
    const advice = 'export the network with the batch as the first axis of its input, and every sample computed by itself';
    return modelError('model.batch', say`${where}${advised(batch[1]!, advice)}.`, at, cause);
  }
  const advice = 'rewrite this part of the network with other operators';
  return modelError('model.unsupported', say`${where}${advised(text, advice)}.`, at, cause);
}
