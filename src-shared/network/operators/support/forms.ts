/** Spiking forms, traits and ONNX drafts that many operators share. */
import type { NetworkNode } from '../../network.ts';
import type { OnnxNodeDraft, OnnxWriter } from '../../operator.ts';
import type { Mark, SpikingForm } from '../../operator-traits.ts';

/** The trait `spiking` of an operator that is always linear. */
export const linear = (): SpikingForm => 'linear';

/** The trait `spiking` of an operator that always uses expectation compensation. */
export const expectation = (): SpikingForm => 'expectation';

/** Marks preserved by an operator whose output values are input values. */
export const anyMark = (): readonly Mark[] => ['quantised', 'mask', 'non-negative'];
/** Marks preserved by an operator that adds and multiplies: non-negative values stay non-negative. */
export const sign = (): readonly Mark[] => ['non-negative'];

/** Writes a canonical node as one ONNX node of the same inputs. */
export function writeOne(
  writer: OnnxWriter,
  node: NetworkNode,
  type: string,
  attributes: OnnxNodeDraft['attributes'] = {},
): void {
  writer.add({ type, inputs: node.inputs, outputs: [node.output], attributes });
}
