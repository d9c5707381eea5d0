/**
 * Which values lie in blocked layout: those that a convolution gives and a convolution reads, or that have a form for sparse inputs, with neurons, pools and elementwise
 * functions between, which do not care. Everything else, and what leaves the network, is plain.
 */
import type { Network, NetworkNode, ValueId } from '../../../../src-shared/network/index.ts';
import type { Segment, SpikingNetwork, Stage } from '../../../../src-shared/spiking/index.ts';
import { isBlockable } from './blocked-model.ts';
import { hasSparseForm } from './sparse.ts';

/** Functions that act on every entry alone and alike. */
const ELEMENTWISE: ReadonlySet<string> = new Set([
  ...['Relu', 'LeakyRelu', 'Elu', 'Selu', 'Celu', 'ThresholdedRelu', 'HardSigmoid', 'Sigmoid', 'HardSwish', 'Tanh', 'Erf'],
  ...['Silu', 'Mish', 'Softplus', 'Softsign', 'Exp', 'Abs', 'Gelu', 'Clip'],
]);

/** `block`: channels of a block, 0 for none. `layers`: values whose batch is outermost. */
export function blockedValues(spiking: SpikingNetwork, block: number, batchFirst: (value: ValueId) => boolean): Set<ValueId> {
  if (block === 0) return new Set();
  const { network, stages } = spiking;
  const outputs = new Set(network.outputs.map((output) => output.value));
  const fits = (value: ValueId): boolean => {
    const shape = network.shapes.get(value);
    // A single position is the same in both layouts.
    return isBlockable(shape, block) && shape![2]! * shape![3]! > 1 && batchFirst(value) && !outputs.has(value);
  };

  const possible = new Set<ValueId>();
  const root = new Map<ValueId, ValueId>();
  for (const stage of stages) {
    if (!fits(stage.output)) continue;
    if (stage.kind === 'segment') {
      const passed = stage.inputs[0]!;
      if (onlyAddsConstants(network, stage)) {
        if (!possible.has(passed)) continue;
        possible.add(stage.output);
        root.set(stage.output, root.get(passed) ?? passed);
      } else if (endsBlocked(network, stage, possible, block)) possible.add(stage.output);
    } else if (passesOn(stage) && possible.has(stage.input)) {
      possible.add(stage.output);
      root.set(stage.output, root.get(stage.input) ?? stage.input);
    }
  }
  const wanted = new Set<ValueId>();
  for (const stage of stages) {
    if (stage.kind !== 'segment') continue;
    if (possible.has(stage.output) && stage.nodes.some(hasSparseForm)) wanted.add(root.get(stage.output) ?? stage.output);
    for (const node of stage.nodes) {
      const value = node.inputs[0]!;
      if (possible.has(value) && isBlockedConv(network, node, block)) wanted.add(root.get(value) ?? value);
    }
  }
  return new Set([...possible].filter((value) => wanted.has(root.get(value) ?? value)));
}

function passesOn(stage: Exclude<Stage, Segment>): stage is Exclude<Stage, Segment> & { readonly input: ValueId } {
  switch (stage.kind) {
    case 'neuron':
    case 'transcoder':
    case 'max-pool':
      return true;
    case 'expectation':
      return ELEMENTWISE.has(stage.node.op) && stage.node.inputs.length === 1;
    case 'product':
      return false;
  }
}

/** True for a segment whose output is, but for its constant part, what it reads. */
function onlyAddsConstants(network: Network, { nodes, inputs, output }: Segment): boolean {
  const shape = (value: ValueId): string => network.shapes.get(value)!.join();
  return (
    inputs.length === 1 &&
    shape(inputs[0]!) === shape(output) &&
    nodes.every((node) => node.op === 'Add' && addsConstant(network, node))
  );
}

const addsConstant = (network: Network, node: NetworkNode): boolean => node.inputs.some((value) => network.constants.has(value));

/** True where a segment's output can be had blocked without reordering: it ends in a convolution, or a sum or mean of blocked values. */
function endsBlocked(network: Network, segment: Segment, blocked: ReadonlySet<ValueId>, block: number): boolean {
  const inside = new Set<ValueId>();
  const isBlocked = (value: ValueId): boolean => inside.has(value) || blocked.has(value);
  const shape = (value: ValueId): string => network.shapes.get(value)!.join();
  for (const node of segment.nodes) {
    const coded = node.inputs.filter((value) => !network.constants.has(value));
    const same = coded.every((value) => shape(value) === shape(node.output));
    const stays = node.op === 'Add' && same && coded.some(isBlocked);
    if (isBlockedConv(network, node, block) || stays || (node.op === 'AveragePool' && isBlocked(coded[0]!)))
      inside.add(node.output);
  }
  return inside.has(segment.output);
}

function isBlockedConv(network: Network, node: NetworkNode, block: number): boolean {
  if (node.op !== 'Conv') return false;
  const [out, into, ...kernel] = network.constants.get(node.inputs[1]!)?.shape ?? [];
  const group = node.attributes.group as number;
  if (kernel.length !== 2 || out! % block !== 0) return false;
  if (group > 1 && into === 1) return out === group;
  return group === 1 ? into! < block || into! % block === 0 : into! % block === 0 && (out! / group) % block === 0;
}
