/**
 * Compiles a SpikingNetwork, lowered to the neutral program, into that of the cpu engine: which slot each value lies in, blocked or not,
 * one operation or a few for each neutral one, and where operations are counted.
 */
import {
  commonTime,
  lower,
  type LoweredFunction,
  type LoweredMaxPool,
  type LoweredNeuron,
  type LoweredOperation,
  type LoweredSegment,
  type LoweredTranscoder,
  type Time,
} from '../../../../src-shared/lowering/index.ts';
import type { NetworkNode, ValueId } from '../../../../src-shared/network/index.ts';
import type { SpikingNetwork } from '../../../../src-shared/spiking/index.ts';
import { createCounting } from './counting.ts';
import { toBlocked } from './blocked-model.ts';
import { blockedLayouts } from './blocked-layouts.ts';
import { inPlace } from './in-place.ts';
import { functionModel, segmentModel } from './models.ts';
import { neuronOperation } from './neuron.ts';
import { shortcutsAsConvolutions } from './shortcuts.ts';
import { sparseForm, splitShortcut } from './sparse.ts';
import { constantParameters, floatParameters } from './parameters.ts';
import type { Constant, Model, Operand, Operation, Program, Slot } from './program.ts';

/**
 * `block`: channels of a block of ONNX Runtime's blocked layout, 0 where it has none. Throws `model.batch` where the batch cannot be
 * followed through the network.
 */
export function compileProgram(whole: SpikingNetwork, block: number): Program {
  const lowered = lower(whole);
  const { spiking, times } = lowered;
  const { network, constantParts } = spiking;
  const { layouts, blocked } = blockedLayouts(lowered, block);
  const neurons = spiking.stages.filter((stage) => stage.kind === 'neuron').map((stage) => stage.id);
  const slots: Slot[] = [];
  const slotOf = new Map<ValueId, number>();
  const operations: Operation[] = [];

  const place = (value: ValueId, time: Time = times.get(value)!): Operand => {
    slotOf.set(value, slots.push({ ...layouts.get(value)!, time }) - 1);
    return operand(value);
  };
  const operand = (value: ValueId): Operand => ({ slot: slotOf.get(value)!, shape: network.shapes.get(value)! });
  const timeOf = (values: readonly ValueId[]): Time => commonTime(values.map((value) => slots[slotOf.get(value)!]!.time));
  const constant = (value: ValueId): Constant => constantParameters(layouts.get(value)!, constantParts.get(value));
  const counting = createCounting(lowered, neurons, layouts, operand);

  /** A model whose inputs and output lie as their slots do. */
  const laidOut = (model: Model): Model => {
    const values = new Set([...model.inputs, ...model.outputs].filter((value) => blocked.has(value)));
    return values.size === 0 ? model : toBlocked(model, network.shapes, { block, values });
  };

  const segment = (operation: LoweredSegment): void => {
    const { alias, inputs, output } = operation;
    operations.push(...counting.before(operation));
    if (alias !== undefined && blocked.has(alias) === blocked.has(output)) {
      slotOf.set(output, slotOf.get(alias)!);
      return;
    }
    const shortened = { ...shortcutsAsConvolutions(operation, network.shapes, blocked, block), inputs, output };
    const parts = blocked.has(output) ? splitShortcut(shortened, network.shapes) : [shortened];
    for (const part of parts) {
      // What a sum's other operand is computed into lies as the sum does.
      if (part.output !== output) {
        layouts.set(part.output, layouts.get(output)!);
        blocked.add(part.output);
      }
      const sources = part.inputs.map(operand);
      const target = place(part.output, timeOf(part.inputs));
      const sparse = sparseForm(part, {
        shapes: network.shapes,
        blocked,
        block,
        batchFirst: (value) => layouts.get(value)!.outer === 1,
      });
      operations.push({
        kind: 'segment',
        model: inPlace(laidOut(segmentModel(network, part))),
        inputs: sources,
        output: target,
        ...(sparse ? { sparse } : {}),
      });
    }
  };

  const neuron = ({ unit, estimated }: LoweredNeuron): Operation => {
    const { input, output } = unit;
    const places = { input: operand(input), output: place(output), estimated, ...counting.neuron(unit) };
    return neuronOperation(unit, layouts.get(input)!, network.shapes.get(input)!, constantParts.get(input), places);
  };

  const expectation = ({ nodes, inputs, output, coding, estimated, keeps, counted }: LoweredFunction): Operation => {
    const liesAlike = inputs.every((value) => blocked.has(value) === blocked.has(output));
    return {
      kind: 'expectation',
      model: inPlace(laidOut(functionModel(network, nodes, inputs, output))),
      inputs: inputs.map(operand),
      constants: inputs.map(constant),
      output: place(output),
      differential: coding === 'differential',
      estimated,
      keeps,
      fused: coding === 'differential' && isGelu(nodes) && liesAlike && !estimated[0] ? 'gelu' : undefined,
      pairs: counted,
    };
  };

  const maxPool = ({ unit, plane, window }: LoweredMaxPool): Operation => ({
    kind: 'max-pool',
    input: operand(unit.input),
    output: place(unit.output),
    constant: floatParameters(layouts.get(unit.input)!, (index) => constantParts.get(unit.input)?.[index] ?? 0),
    differential: unit.coding === 'differential',
    plane,
    window,
    lanes: blocked.has(unit.input) ? block : 1,
  });

  const transcoder = ({ unit }: LoweredTranscoder): Operation => ({
    kind: 'transcoder',
    input: operand(unit.input),
    output: place(unit.output),
    constant: constant(unit.input),
    toDifferential: unit.coding === 'differential',
  });

  const compileOperation = (operation: LoweredOperation): void => {
    switch (operation.kind) {
      case 'segment':
        segment(operation);
        break;
      case 'neuron':
        operations.push(neuron(operation));
        break;
      case 'function':
        operations.push(expectation(operation));
        break;
      case 'max-pool':
        operations.push(maxPool(operation));
        break;
      case 'transcoder':
        operations.push(transcoder(operation));
        break;
      case 'alias':
        slotOf.set(operation.output, slotOf.get(operation.input)!);
    }
  };

  const input = place(network.input.value);
  for (const operation of lowered.operations) compileOperation(operation);
  return {
    coding: spiking.coding,
    tau: spiking.tau,
    slots,
    input,
    operations: withRows(operations),
    outputs: lowered.outputs.map(({ value, coding }) => ({
      operand: operand(value),
      coding,
      constant: constantParts.get(value),
    })),
    neurons,
    counted: spiking.counted.map((layer) => layer.name),
  };
}

/** The operations; neuron layers whose spikes a sparse form reads count them sample by sample. */
function withRows(operations: readonly Operation[]): Operation[] {
  const read = new Set(
    operations.flatMap((operation) =>
      operation.kind === 'segment' && operation.sparse ? [operation.inputs[operation.sparse.input]!.slot] : [],
    ),
  );
  return operations.map((operation) =>
    operation.kind === 'neuron' && read.has(operation.output.slot) ? { ...operation, rows: true } : operation,
  );
}

/** True for a GELU with the error function and nothing else. */
const isGelu = ([node, ...others]: readonly NetworkNode[]): boolean =>
  node?.op === 'Gelu' && others.length === 0 && node.attributes.approximate !== 'tanh';
