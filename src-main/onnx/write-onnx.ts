/**
 * Writes canonical operators as an ONNX model (operator set 17): whole networks, and segments for ONNX Runtime. Sizes that are
 * multiples of the batch stay open, so that the model runs with any batch.
 */
import type { GraphToWrite } from '../../src-shared/lowering/index.ts';
import { createGraphWriter, encodeGraph } from './graph-writer.ts';

/** The operator set in which canonical operators write themselves. */
const OPSET = 17;

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
