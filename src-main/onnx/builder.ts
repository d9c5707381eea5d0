/**
 * Builds a Network node by node for the readers of ONNX operators. Nodes of constants are computed at once (shape arithmetic disappears
 * here), shapes are inferred, and every node remembers the ONNX node that is being read.
 */
import type { NetworkBuilder, ValueId } from '../../src-shared/network/index.ts';
import { outerOfAxis } from '../../src-shared/spiking/batch-layout.ts';
import type { Shape, Tensor } from '../../src-shared/tensor/index.ts';
import { emitNode, settleNodes } from './emit-node.ts';
import {
  addConstant,
  compact,
  emptyDraft,
  freshValue,
  give,
  type GraphDraft,
  type GraphParts,
  shapeOf,
  spend,
} from './graph-draft.ts';
import type { OnnxNode } from './model.ts';

export interface GraphBuilder extends NetworkBuilder {
  readonly parts: GraphParts;
  /** Adds a value that exists before any node: the input. */
  input(value: ValueId, shape: Shape): void;
  /** Adds a named constant (a weight). */
  named(value: ValueId, tensor: Tensor): void;
  /**
   * Runs a reader for an ONNX node. Nodes that the reader emits get the node's name, values of the node's outputs the names they have in
   * the file. Returns the values of the outputs. If the reader throws, all that it added is removed.
   */
  during(node: OnnxNode, read: () => readonly ValueId[]): readonly ValueId[];
}

/**
 * A builder with nothing in it. `fixedBatch` is the batch that the file's constants were made for, undefined if the file leaves the batch
 * open; with `dequantise`, quantised activations are read as floats.
 */
export function createBuilder(fixedBatch: number | undefined, dequantise = false): GraphBuilder {
  const draft = emptyDraft();
  const { parts, outers, marks } = draft;
  return {
    ...(fixedBatch === undefined ? {} : { fixedBatch }),
    parts,
    dequantise: () => {
      parts.quantised = true;
      return dequantise;
    },
    marks: { has: (value, mark) => marks.of(value).has(mark), set: (value, mark) => marks.add(value, [mark]) },
    shapeOf: (value) => shapeOf(draft, value),
    outerOf: (value) => outers.get(value) ?? NaN,
    ambiguous: () => {
      if (draft.current !== undefined) parts.ambiguous.add(draft.current.name);
    },
    constantOf: (value) => parts.constants.get(value),
    constant: (tensor) => {
      spend(draft, tensor.data.length);
      return addConstant(draft, freshValue(draft), compact(tensor));
    },
    emit: (op, inputs, attributes = {}) => emitNode(draft, op, inputs, attributes),
    input: (value, shape) => {
      parts.shapes.set(value, shape);
      outers.set(value, outerOfAxis(shape));
      // The range of a quantised image covers its values, so that nothing below 0 is cut off.
      if (dequantise) marks.add(value, ['non-negative']);
    },
    named: (value, tensor) => {
      give(draft, tensor);
      return addConstant(draft, value, tensor);
    },
    during: (node, read) => during(draft, node, read),
  };
}

function during(draft: GraphDraft, node: OnnxNode, read: () => readonly ValueId[]): readonly ValueId[] {
  const { parts } = draft;
  draft.current = node;
  draft.pending = [];
  draft.added = [];
  // Weights may be constants of nodes, too.
  for (const attribute of node.attributes.values()) if (attribute.kind === 'tensor') give(draft, attribute.value);
  try {
    return settleNodes(draft, node, read());
  } catch (cause) {
    for (const value of draft.added) {
      parts.shapes.delete(value);
      parts.constants.delete(value);
    }
    throw cause;
  } finally {
    draft.current = undefined;
  }
}
