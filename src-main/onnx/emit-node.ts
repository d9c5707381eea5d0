/**
 * Emits canonical nodes for the ONNX node that is being read: infers the shape, computes a node of constants at once, and gives nodes and
 * values their names when the reader is done.
 */
import { type Attributes, modulePath, type OpName, type ValueId } from '../../src-shared/network/index.ts';
import { operatorOf } from '../../src-shared/network/operators/index.ts';
import { outerAfter } from '../../src-shared/spiking/batch-layout.ts';
import { describeShape, isBatchSize, type Shape, sizeOf } from '../../src-shared/tensor/index.ts';
import { addConstant, checkGrowth, compact, freshValue, type GraphDraft, holdsBatchSize, shapeOf, spend } from './graph-draft.ts';
import { marksOf } from './marks.ts';
import type { OnnxNode } from './model.ts';

/** Values of one sample that a tensor may have: no engine could hold more. */
const LARGEST_VALUE = 2 ** 31;

/** Adds a node and returns its output. Throws an Error with a sentence if the node cannot be part of a network. */
export function emitNode(draft: GraphDraft, op: OpName, inputs: readonly ValueId[], attributes: Attributes): ValueId {
  const { constants, shapes } = draft.parts;
  const operator = operatorOf(op);
  const inputShapes = inputs.map((value) => shapeOf(draft, value));
  const known = inputs.map((value) => constants.get(value));
  const shape = operator.shape(inputShapes, attributes, known);
  checkShape(shape);
  if (known.every((tensor) => tensor !== undefined) && !shape.some(isBatchSize)) {
    checkGrowth(shape, known);
    spend(draft, sizeOf(shape));
    return addConstant(draft, freshValue(draft), compact(operator.evaluate(known, attributes)));
  }
  if (known.some((tensor) => tensor !== undefined && holdsBatchSize(tensor))) {
    throw new Error('batch: it computes with the number of samples; export the network so that a sample does not depend on it');
  }
  const outer = outerOf(draft, op, inputs, shape);
  const output = freshValue(draft);
  const { current, pending, added, outers, marks } = draft;
  outers.set(output, outer);
  const from = current === undefined ? [] : [current.name];
  const path = current === undefined ? op : modulePath(current.name);
  pending.push({ id: output, op, inputs, output, attributes, path, from });
  shapes.set(output, shape);
  added.push(output);
  const operands = inputs.map((value, at) => known[at] ?? marks.of(value));
  marks.add(output, marksOf(op, attributes, operands));
  return output;
}

/** Throws if a value cannot have this shape. */
function checkShape(shape: Shape): void {
  const wrong = shape.find((size) => !Number.isSafeInteger(size) || size < 0);
  if (wrong !== undefined || sizeOf(shape.filter((size) => !isBatchSize(size))) > LARGEST_VALUE)
    throw new Error(`has the impossible shape ${describeShape(shape)}`);
  if (shape.includes(0) && shape.some(isBatchSize))
    throw new Error(`gives values of shape ${describeShape(shape)}, which are none; export the network without sizes of 0`);
}

/** `outer` of a node's output `[outer, B, inner]`. Throws if operands have the batch at different places. */
function outerOf(draft: GraphDraft, op: OpName, inputs: readonly ValueId[], shape: Shape): number {
  const { parts, outers } = draft;
  const coded = inputs.filter((value) => !parts.constants.has(value));
  const all = coded.map((value) => outerAfter(op, shapeOf(draft, value), shape, outers.get(value) ?? NaN));
  const [first = NaN, ...others] = all.filter((outer) => !Number.isNaN(outer));
  if (others.some((other) => other !== first)) {
    const shapesOf = coded.map((value) => describeShape(shapeOf(draft, value))).join(' and ');
    throw new Error(`batch: the samples of its operands ${shapesOf} lie in different orders`);
  }
  return first;
}

/**
 * Moves the emitted nodes into the network. A result gets the name that the ONNX node's output has in the file, and the node that computes
 * the first of them the ONNX node's name. Returns the results by their final names.
 */
export function settleNodes(draft: GraphDraft, node: OnnxNode, results: readonly ValueId[]): readonly ValueId[] {
  const { parts, outers, marks, pending } = draft;
  const { nodes, shapes } = parts;
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
  for (const emitted of pending) {
    const id =
      emitted.output === main ? node.name : names.has(emitted.output) ? `${node.name}:${names.get(emitted.output)}` : emitted.id;
    nodes.push({ ...emitted, id, inputs: emitted.inputs.map(rename), output: rename(emitted.output) });
  }
  return results.map(rename);
}
