/** Spiking forms and ONNX drafts that many operators share. */
import type { NetworkNode } from '../../network.ts';
import type { OnnxNodeDraft, OnnxWriter, SpikingForm } from '../../operator.ts';

export const linear = (): SpikingForm => 'linear';
export const expectation = (): SpikingForm => 'expectation';

/** Writes a canonical node as one ONNX node of the same inputs. */
export function writeOne(
  writer: OnnxWriter,
  node: NetworkNode,
  type: string,
  attributes: OnnxNodeDraft['attributes'] = {},
): void {
  writer.add({ type, inputs: node.inputs, outputs: [node.output], attributes });
}
