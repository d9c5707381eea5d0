/**
 * From a SpikingNetwork to a network in whole numbers (docs/fixed-point.md): int8 weights, sums and states of 32 bits. Every bound is
 * proven here, from weights and thresholds; a layer that has no form in whole numbers is refused.
 */
import { lower, type LoweredFunction, type LoweredOperation, type LoweredProgram } from '../../lowering/index.ts';
import { option, say } from '../../message/index.ts';
import type { NetworkNode, ValueId } from '../../network/index.ts';
import { operatorOf } from '../../network/operators/index.ts';
import { isLeaky } from '../../plan/neuron-coding.ts';
import type { SpikingNetwork } from '../../spiking/index.ts';
import { sizeOf, type Tensor } from '../../tensor/index.ts';
import type { FixedNetwork } from '../network.ts';
import { addConvTranspose } from './conv-transpose.ts';
import { addValue, channelSize, type Draft, type DraftValue, sampleShape, unsupported } from './draft.ts';
import { addAveragePool, addMove, addReduction, addScaling, addSum } from './linear.ts';
import { addNeuron } from './neuron.ts';
import { addMaxPool, addTranscoder, outputOf } from './units.ts';
import { addConv, addLinear } from './weights.ts';

/** Settings of a network in whole numbers. */
export interface FixOptions {
  /** The largest number of steps that the network shall run for. */
  readonly steps: number;
  /** The largest magnitude of an input value. It is rounded up to a power of two; larger values saturate there. */
  readonly inputRange: number;
}

/** Bits of an input value, with its sign. */
export const INPUT_BITS = 12;

/** Makes the network. Throws `numbers.unsupported` with the layer that has no form in whole numbers, and what to change. */
export function fixNetwork(spiking: SpikingNetwork, { steps, inputRange }: FixOptions): FixedNetwork {
  const program = lower(spiking);
  checkCodings(program);
  const { network, coding } = program.spiking;
  const draft: Draft = { program, steps, values: [], layers: [], counted: [], byId: new Map() };
  const most = 2 ** (INPUT_BITS - 1);
  const range = 2 ** Math.ceil(Math.log2(inputRange > 0 ? inputRange : 1));
  const unit = range / most;
  const shape = sampleShape(network, network.input.value);
  const input = addValue(
    draft,
    network.input.value,
    {
      channel: channelSize(shape),
      unit: new Float64Array(sizeOf(shape)).fill(unit),
      bound: new Float64Array(sizeOf(shape)).fill(most),
      repeats: coding === 'rate',
    },
    network.input.name,
  );
  for (const operation of program.operations) addOperation(draft, operation);
  return {
    steps,
    values: draft.values,
    input: { value: input.index, unit, most, time: coding === 'rate' ? 'repeats' : 'once' },
    layers: draft.layers,
    outputs: program.outputs.map((output, index) => outputOf(draft, output, network.outputs[index].name)),
    counted: program.counted.map(({ layer }) => draft.counted.find(({ name }) => name === layer.name)!),
  };
}

/** Refuses leaky codings and values whose batch is not their first axis. */
function checkCodings({ spiking, layouts }: LoweredProgram): void {
  if (isLeaky(spiking.coding))
    throw unsupported(spiking.network.name, `the coding ${spiking.coding}`, 'use rate or differential coding');
  for (const [value, { outer }] of layouts) {
    if (outer !== 1) throw unsupported(value, 'a value whose first axis is not the batch', 'use a model with the batch first');
  }
}

function addOperation(draft: Draft, operation: LoweredOperation): void {
  const valueOf = (id: ValueId): DraftValue => draft.byId.get(id)!;
  switch (operation.kind) {
    case 'alias':
      draft.byId.set(operation.output, valueOf(operation.input));
      return;
    case 'segment': {
      for (const node of operation.nodes) addNode(draft, node, operation.constants);
      if (operation.nodes.length === 0) draft.byId.set(operation.output, valueOf(operation.inputs[0]));
      return;
    }
    case 'neuron':
      addNeuron(draft, operation.unit, valueOf(operation.unit.input));
      return;
    case 'max-pool':
      addMaxPool(draft, operation.unit.node, operation.unit.coding, valueOf(operation.unit.input), operation.unit.name);
      return;
    case 'transcoder':
      addTranscoder(draft, operation.unit, valueOf(operation.unit.input));
      return;
    case 'function':
      addFunction(draft, operation);
  }
}

/** Of functions, only max pooling has a form in whole numbers. */
function addFunction(draft: Draft, { nodes, inputs, coding }: LoweredFunction): void {
  const [node, ...more] = nodes;
  const name = nameOf(node);
  if (node.op === 'MaxPool' && more.length === 0) addMaxPool(draft, node, coding, draft.byId.get(inputs[0])!, name);
  else {
    const at = nodes.find(({ op }) => op !== 'MaxPool' && operatorOf(op).moves === undefined) ?? node;
    const last = draft.program.spiking.network.outputs.some(({ value }) => value === at.output);
    throw unsupported(
      nameOf(at),
      `${at.op}, a real-valued unit,`,
      last
        ? say`import the scores in front of it (${option('output', at.inputs[0])} when converting)`
        : 'use a network of ReLU, convolutions, linear layers and pooling',
    );
  }
}

const nameOf = ({ from, path, id }: NetworkNode): string => from[0] ?? (path || id);

/** One linear operator. */
function addNode(draft: Draft, node: NetworkNode, constants: ReadonlyMap<ValueId, Tensor>): void {
  const name = nameOf(node);
  const known = node.inputs.map((input) => constants.get(input));
  const coded = node.inputs.flatMap((input, index) => (known[index] ? [] : [draft.byId.get(input)!]));
  const { moves } = operatorOf(node.op);
  count(draft, node);
  const moved = () =>
    addMove(
      draft,
      node,
      node.inputs.map((input, index) => known[index] ?? draft.byId.get(input)!),
      name,
    );
  if (moves !== undefined) {
    moved();
    return;
  }
  switch (node.op) {
    case 'Conv':
      addConv(draft, node, coded[0], known[1]!, name);
      return;
    case 'ConvTranspose':
      addConvTranspose(draft, node, coded[0], known[1]!, name);
      return;
    case 'Linear':
      addLinear(draft, node, coded[0], known[1]!, name);
      return;
    case 'Add':
      if (coded.length === 2) addSum(draft, node, [coded[0], coded[1]], name);
      // The constant part is not sent: what is left of the constant are zeros that give the sum its shape.
      else moved();
      return;
    case 'Mul':
      addScaling(draft, node, coded[0], known, name);
      return;
    case 'Resize':
      if (node.attributes.mode !== 'nearest')
        throw unsupported(name, 'an interpolation', 'enlarge by repeating values (nearest)');
      addMove(draft, node, coded, name);
      return;
    case 'AveragePool':
      addAveragePool(draft, node, coded[0], name);
      return;
    case 'ReduceMean':
    case 'ReduceSum':
      addReduction(draft, node, coded[0], name);
      return;
    default:
      throw unsupported(name, node.op, 'use convolutions, linear layers, additions and average pooling');
  }
}

/** Notes the counted layer of a node, if it is one. */
function count({ counted, program, byId }: Draft, node: NetworkNode): void {
  const found = program.counted.find(({ layer }) => layer.node === node.id);
  if (!found?.fanOut) return;
  const { layer, fanOut, quanta } = found;
  const multiple = quanta && Uint8Array.from(quanta, (quantum) => (quantum > 0 ? 1 : 0));
  counted.push({ name: layer.name, value: byId.get(layer.inputs[0])!.index, fanOut, multiple });
}
