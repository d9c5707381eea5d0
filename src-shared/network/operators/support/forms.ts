/** Spiking forms, traits and ONNX drafts that many operators share. */
import type { NetworkNode } from '../../network.ts';
import type { OnnxNodeDraft, OnnxWriter } from '../../operator.ts';
import type { Mark, SpikingForm } from '../../operator-traits.ts';

export const linear = (): SpikingForm => 'linear';
export const expectation = (): SpikingForm => 'expectation';

/** Marks of an operator whose output values are input values. */
export const ANY_VALUE: readonly Mark[] = ['quantised', 'mask', 'non-negative'];
/** Marks of an operator that cuts values off at bounds. */
export const WITHIN_BOUNDS: readonly Mark[] = ['quantised', 'mask'];
/** Marks of an operator that adds and multiplies: what is not negative stays so. */
export const SIGN: readonly Mark[] = ['non-negative'];

/** Writes a canonical node as one ONNX node of the same inputs. */
export function writeOne(
  writer: OnnxWriter,
  node: NetworkNode,
  type: string,
  attributes: OnnxNodeDraft['attributes'] = {},
): void {
  writer.add({ type, inputs: node.inputs, outputs: [node.output], attributes });
}
