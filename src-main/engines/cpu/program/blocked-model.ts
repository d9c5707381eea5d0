/**
 * Writes a segment's ONNX model in ONNX Runtime's blocked layout. Convolutions and pools work on blocks, inputs and output may be
 * blocked, and a value is reordered if a node needs it in the other layout.
 */
import type { Model } from '../../../../src-shared/lowering/index.ts';
import type { ValueId } from '../../../../src-shared/network/index.ts';
import type { Shape } from '../../../../src-shared/tensor/index.ts';
import { decodeModel, encodeModel } from '../../../onnx/proto/schema.ts';
import { asBlocked, asPlain, type Blocking, copyNode, NCHWC, plainName, startGraph } from './blocked-graph.ts';
import { writeBlocked } from './blocked-nodes.ts';

/** As write-onnx.ts writes. */
const OPSET = 17;
const IR_VERSION = 8;

/** The same model in blocked layout. `shapes` are those of the network's values; a value without a shape stays plain. */
export function toBlocked(model: Model, shapes: ReadonlyMap<ValueId, Shape>, blocking: Blocking): Model {
  const plain = decodeModel(model.bytes).graph!;
  const graph = startGraph(plain, model, shapes, blocking);
  for (const node of plain.node) {
    if (writeBlocked(graph, node)) continue;
    const input = node.input.map((value) => asPlain(graph, value));
    const output = node.output.map((value) => plainName(graph, value));
    copyNode(graph, node, input, output);
    for (const value of node.output) graph.plain.add(value);
  }
  if (blocking.values.has(graph.output)) asBlocked(graph, graph.output);
  else asPlain(graph, graph.output);

  const read = new Set(graph.nodes.flatMap((node) => node.input));
  const bytes = encodeModel({
    irVersion: IR_VERSION,
    opsetImport: [{ domain: '', version: OPSET }, NCHWC],
    graph: {
      name: plain.name,
      node: graph.nodes,
      initializer: [...plain.initializer.filter((tensor) => read.has(tensor.name)), ...graph.added.values()],
      input: plain.input,
      output: plain.output,
    },
  });
  return { ...model, bytes };
}
