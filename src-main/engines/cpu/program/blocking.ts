/**
 * Chooses the values that are in blocked layout. They begin with outputs of convolutions and functions that a convolution reads,
 * or that have a form for sparse inputs; neurons, pools and elementwise functions pass the layout on. Every other value, and
 * every output of the network, is plain.
 *
 * A value is blocked only if each of its readers can take it blocked. There are two kinds of readers:
 * - Neurons, transcoders and tiling max pooling walk the bytes in the order of memory. Their output has the layout of their
 *   input. (If the output is an output of the network, the input is plain too.)
 * - Segments and functions are ONNX models, which reorder the values they read (blocked-model.ts). They take either layout. The
 *   exception is a matrix product whose pairs are counted: its counts walk rows and columns, so that its operands are plain.
 */
import type { Network, NetworkNode, OpName, ValueId } from '../../../../src-shared/network/index.ts';
import {
  isMatrixProduct,
  type Segment,
  type SpikingNetwork,
  type Stage,
  stageInputs,
} from '../../../../src-shared/spiking/index.ts';
import { isBlockable } from './blocked-graph.ts';
import { ELEMENTWISE_FUNCTIONS } from './blocked-nodes.ts';
import { hasSparseForm } from './sparse.ts';

/**
 * Canonical functions whose output has the layout of their input. Silu is not among ONNX's operators, but its ONNX form is
 * elementwise.
 */
const ELEMENTWISE: ReadonlySet<OpName> = new Set([...ELEMENTWISE_FUNCTIONS, 'Silu']);

/**
 * The blocked values. `block` is the number of channels in a block, 0 if there is no blocked layout; `batchFirst` says whether
 * the batch is a value's outermost axis.
 */
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
    } else if (!keepsLayout(network, stage)) possible.add(stage.output);
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
  const blocked = new Set([...possible].filter((value) => wanted.has(root.get(value) ?? value)));
  while (dropOne(spiking, blocked));
  return blocked;
}

/** Removes a value that a reader cannot take blocked, or whose producer cannot give it so; false if there is none. */
function dropOne({ network, stages }: SpikingNetwork, blocked: Set<ValueId>): boolean {
  const drop = (value: ValueId): boolean => blocked.delete(value);
  return stages.some((stage) => {
    if (keepsLayout(network, stage)) {
      const [input, output] = [stageInputs(stage)[0]!, stage.output];
      return blocked.has(input) !== blocked.has(output) && drop(blocked.has(input) ? input : output);
    }
    return stage.kind === 'product' && isMatrixProduct(stage) && stage.inputs.some(drop);
  });
}

/**
 * True for a stage that handles one entry after the other in the order of memory, so that its output has the layout of its input.
 */
function keepsLayout(network: Network, stage: Stage): boolean {
  if (stage.kind === 'segment') return onlyAddsConstants(network, stage);
  return stage.kind === 'neuron' || stage.kind === 'transcoder' || (stage.kind === 'max-pool' && stage.form === 'residual');
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

/** True for a segment that only adds constants to its input. */
function onlyAddsConstants(network: Network, { nodes, inputs, output }: Segment): boolean {
  const shape = (value: ValueId): string => network.shapes.get(value)!.join();
  return (
    inputs.length === 1 &&
    shape(inputs[0]!) === shape(output) &&
    nodes.every((node) => node.op === 'Add' && addsConstant(network, node))
  );
}

const addsConstant = (network: Network, node: NetworkNode): boolean => node.inputs.some((value) => network.constants.has(value));

/**
 * True if a segment can give its output blocked without reordering: it ends in a convolution, or in a sum or mean of blocked
 * values.
 */
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
