/**
 * Writes canonical operators as an ONNX model (operator set 17): whole networks, and segments for ONNX Runtime. Sizes that are
 * multiples of the batch stay open, so that the model runs with any batch.
 */
import type { NetworkNode, ValueId } from '../../src-shared/network/index.ts';
import type { Tensor } from '../../src-shared/tensor/index.ts';
import { createGraphWriter, encodeGraph, type ValuePort } from './graph-writer.ts';

/** The operator set in which canonical operators write themselves. */
const OPSET = 17;

export interface GraphToWrite {
  readonly name: string;
  /** In topological order. */
  readonly nodes: readonly NetworkNode[];
  /** The constants that the nodes read are written, as 32-bit floats or 64-bit integers. */
  readonly constants: ReadonlyMap<ValueId, Tensor>;
  /** 32-bit floats. */
  readonly inputs: readonly ValuePort[];
  readonly outputs: readonly ValuePort[];
}

/**
 * The graph as the bytes of an ONNX model. Values keep their names. In the shapes of inputs and outputs, `batch` stands for the
 * open size.
 */
export function writeOnnx({ name, nodes, constants, inputs, outputs }: GraphToWrite): Uint8Array {
  const writer = createGraphWriter(name, constants);
  for (const { value, shape } of inputs) writer.declare(value, shape);
  for (const node of nodes) writer.node(node);
  return encodeGraph({ name, opset: OPSET, inputs, outputs, ...writer.draft() });
}
