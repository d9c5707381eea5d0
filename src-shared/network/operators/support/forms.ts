/** Spiking forms, traits and ONNX drafts that many operators share. */
import type { NetworkNode } from '../../network.ts';
import type { OnnxNodeDraft, OnnxWriter } from '../../operator.ts';
import type { Mark, SpikingForm } from '../../operator-traits.ts';

/** The spiking form of a linear operator. */
export const linear = (): SpikingForm => 'linear';
/** The spiking form of an operator that takes expectation compensation. */
export const expectation = (): SpikingForm => 'expectation';

/** Marks that an operator preserves whose output values are input values. */
export const anyMark = (): readonly Mark[] => ['quantised', 'mask', 'non-negative'];
/** What an operator preserves that adds and multiplies: values that are not negative stay so. */
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
