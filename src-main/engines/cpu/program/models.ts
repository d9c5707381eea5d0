/** The ONNX models that ONNX Runtime computes: segments without constant parts, functions of estimates, the float network. */
import { floatNodes } from '../../../../src-shared/lowering/index.ts';
import type { Network, NetworkNode, ValueId } from '../../../../src-shared/network/index.ts';
import type { SpikingNetwork } from '../../../../src-shared/spiking/index.ts';
import type { Tensor } from '../../../../src-shared/tensor/index.ts';
import { writeOnnx } from '../../../onnx/index.ts';
import type { Model } from './program.ts';
import type { SegmentPart } from './sparse.ts';

function model(
  network: Network,
  name: string,
  nodes: readonly NetworkNode[],
  constants: ReadonlyMap<ValueId, Tensor>,
  inputs: readonly ValueId[],
  outputs: readonly ValueId[],
): Model {
  const port = (value: ValueId) => ({ value, shape: network.shapes.get(value)! });
  const bytes = writeOnnx({ name, nodes, constants, inputs: inputs.map(port), outputs: outputs.map(port) });
  return { bytes: shared(bytes), inputs, outputs };
}

/** Bytes in shared memory, so that workers do not copy them. */
function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

export const segmentModel = (network: Network, { nodes, constants, inputs, output }: SegmentPart): Model =>
  model(network, output, nodes, constants, inputs, [output]);

/**
 * A model of nodes that are applied to estimates of their coded inputs. A square (both operands one value) has a single input.
 */
export const functionModel = (
  network: Network,
  nodes: readonly NetworkNode[],
  inputs: readonly ValueId[],
  output: ValueId,
): Model => model(network, output, nodes, network.constants, inputs, [output]);

/**
 * The float network with these values as outputs. `names` gives, for each wanted value, the output (or the network's input) that
 * holds it.
 */
export function floatModel(
  spiking: SpikingNetwork,
  wanted: readonly ValueId[],
): { readonly model: Model; readonly names: readonly ValueId[] } {
  const { network } = spiking;
  const { nodes, outputs, names } = floatNodes(spiking, wanted);
  return { model: model(network, network.name, nodes, network.constants, [network.input.value], outputs), names };
}
