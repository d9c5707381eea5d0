/**
 * Compiles a SpikingNetwork into the program of the cpu engine: which slot each value lies in, one operation per stage, and where
 * operations are counted.
 */
import type { NetworkNode, ValueId } from '../../../../src-shared/network/index.ts';
import type {
  ExpectationUnit,
  MaxPoolUnit,
  NeuronUnit,
  ProductUnit,
  Segment,
  SpikingNetwork,
  Stage,
} from '../../../../src-shared/spiking/index.ts';
import { BATCH } from '../../../../src-shared/tensor/index.ts';
import { outputCoding } from '../../output-coding.ts';
import { biasFree } from './bias-free.ts';
import { createCounting } from './counting.ts';
import { toBlocked } from './blocked-model.ts';
import { blockedValues } from './blocking.ts';
import { blockedOrder, layoutsOf } from './layout.ts';
import { findFunctions, type FunctionGroup } from './functions.ts';
import { inPlace } from './in-place.ts';
import { functionModel, segmentModel } from './models.ts';
import { neuronOperation } from './neuron.ts';
import { splitProjections } from './projections.ts';
import { shortcutsAsConvolutions } from './shortcuts.ts';
import { sparseForm, splitShortcut } from './sparse.ts';
import { constantParameters, floatParameters } from './parameters.ts';
import type { Constant, Model, Operand, Operation, Program, Slot, Time } from './program.ts';

/**
 * `block`: channels of a block of ONNX Runtime's blocked layout, 0 where it has none. Throws `model.batch` where the batch cannot be
 * followed through the network.
 */
export function compileProgram(whole: SpikingNetwork, block: number): Program {
  const { spiking, apart } = splitProjections(whole);
  const { network, constantParts } = spiking;
  const { layouts, blocked } = blockedLayouts(spiking, block);
  const slots: Slot[] = [];
  const slotOf = new Map<ValueId, number>();
  const operations: Operation[] = [];

  const place = (value: ValueId, time: Time): Operand => {
    slotOf.set(value, slots.push({ ...layouts.get(value)!, time }) - 1);
    return operand(value);
  };
  const operand = (value: ValueId): Operand => ({ slot: slotOf.get(value)!, shape: network.shapes.get(value)! });
  const timeOf = (values: readonly ValueId[]): Time => commonTime(values.map((value) => slots[slotOf.get(value)!]!.time));
  const constant = (value: ValueId): Constant => constantParameters(layouts.get(value)!, constantParts.get(value));
  const functions = findFunctions(spiking);
  const counting = createCounting(whole, layouts, operand);

  /** A model whose inputs and output lie as their slots do. */
  const laidOut = (model: Model): Model => {
    const values = new Set([...model.inputs, ...model.outputs].filter((value) => blocked.has(value)));
    return values.size === 0 ? model : toBlocked(model, network.shapes, { block, values });
  };

  const segment = (stage: Segment): void => {
    const plain = biasFree(network, stage);
    const { alias } = plain;
    operations.push(...counting.before(apart.get(stage.id) ?? stage));
    if (alias !== undefined && blocked.has(alias) === blocked.has(stage.output)) {
      slotOf.set(stage.output, slotOf.get(alias)!);
      return;
    }
    const whole = {
      ...shortcutsAsConvolutions(plain, network.shapes, blocked, block),
      inputs: stage.inputs,
      output: stage.output,
    };
    const parts = blocked.has(stage.output) ? splitShortcut(whole, network.shapes) : [whole];
    for (const part of parts) {
      // What a sum's other operand is computed into lies as the sum does.
      if (part.output !== stage.output) {
        layouts.set(part.output, layouts.get(stage.output)!);
        blocked.add(part.output);
      }
      const inputs = part.inputs.map(operand);
      const output = place(part.output, timeOf(part.inputs));
      const sparse = sparseForm(part, {
        shapes: network.shapes,
        blocked,
        block,
        batchFirst: (value) => layouts.get(value)!.outer === 1,
      });
      operations.push({
        kind: 'segment',
        model: inPlace(laidOut(segmentModel(network, part))),
        inputs,
        output,
        ...(sparse ? { sparse } : {}),
      });
    }
  };

  const neuron = (stage: NeuronUnit): void => {
    const { input, output } = stage;
    const places = {
      input: operand(input),
      output: place(output, 'varying'),
      estimated: functions.estimated.has(input),
      ...counting.neuron(stage),
    };
    operations.push(neuronOperation(stage, layouts.get(input)!, network.shapes.get(input)!, constantParts.get(input), places));
  };

  const expectation = (
    { output, coding }: ExpectationUnit | ProductUnit | MaxPoolUnit | Segment,
    { nodes, inputs, product }: FunctionGroup,
  ): void => {
    const liesAlike = inputs.every((value) => blocked.has(value) === blocked.has(output));
    operations.push({
      kind: 'expectation',
      model: inPlace(laidOut(functionModel(network, nodes, inputs, output))),
      inputs: inputs.map(operand),
      constants: inputs.map(constant),
      output: place(output, timeOf(inputs)),
      differential: coding === 'differential',
      estimated: inputs.map((value) => functions.estimated.has(value)),
      keeps: functions.estimated.has(output),
      fused: coding === 'differential' && isGelu(nodes) && liesAlike && !functions.estimated.has(inputs[0]!) ? 'gelu' : undefined,
      pairs: product && counting.product(product),
    });
  };

  const compileStage = (stage: Stage): void => {
    if (functions.inside.has(stage.output)) return;
    const group = functions.groups.get(stage.output);
    if (group) return expectation(stage as ExpectationUnit | ProductUnit | Segment, group);
    switch (stage.kind) {
      case 'segment':
        return segment(stage);
      case 'neuron':
        return neuron(stage);
      case 'expectation':
        return expectation(stage, { nodes: [stage.node], inputs: [stage.input], product: undefined });
      case 'product':
        return expectation(stage, { nodes: [stage.node], inputs: [...new Set(stage.inputs)], product: stage });
      case 'max-pool':
        if (stage.form === 'estimate')
          return expectation(stage, { nodes: [stage.node], inputs: [stage.input], product: undefined });
        operations.push(maxPool(stage));
        return;
      case 'transcoder': {
        const input = operand(stage.input);
        const toDifferential = stage.coding === 'differential';
        if (stage.from === stage.coding) slotOf.set(stage.output, input.slot);
        else
          operations.push({
            kind: 'transcoder',
            input,
            output: place(stage.output, 'varying'),
            constant: constant(stage.input),
            toDifferential,
          });
      }
    }
  };

  const maxPool = (stage: MaxPoolUnit): Operation => {
    const shape = network.shapes.get(stage.input)!;
    const kernel = stage.node.attributes.kernel as readonly number[];
    return {
      kind: 'max-pool',
      input: operand(stage.input),
      output: place(stage.output, 'varying'),
      constant: floatParameters(layouts.get(stage.input)!, (index) => constantParts.get(stage.input)?.[index] ?? 0),
      differential: stage.coding === 'differential',
      plane: threeAxes(shape.slice(2)),
      window: threeAxes(kernel),
      lanes: blocked.has(stage.input) ? block : 1,
    };
  };

  const input = place(network.input.value, inputTime(spiking));
  for (const stage of spiking.stages) compileStage(stage);
  return {
    coding: spiking.coding,
    tau: spiking.tau,
    slots,
    input,
    operations: withRows(operations),
    outputs: network.outputs.map(({ value }) => ({
      operand: operand(value),
      coding: outputCoding(spiking, value),
      constant: constantParts.get(value),
    })),
    neurons: spiking.stages.filter((stage) => stage.kind === 'neuron').map((stage) => stage.id),
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

/** Spatial sizes as depth, height and width. */
const threeAxes = (sizes: readonly number[]): readonly [number, number, number] => [
  sizes.at(-3) ?? 1,
  sizes.at(-2) ?? 1,
  sizes.at(-1)!,
];

/** True for a GELU with the error function and nothing else. */
const isGelu = ([node, ...others]: readonly NetworkNode[]): boolean =>
  node?.op === 'Gelu' && others.length === 0 && node.attributes.approximate !== 'tanh';

/** Layouts, with the order of the values that are blocked. */
function blockedLayouts(spiking: SpikingNetwork, block: number) {
  const layouts = layoutsOf(spiking);
  const blocked = blockedValues(spiking, block, (value) => layouts.get(value)!.outer === 1);
  const orders = new Map<string, Int32Array>();
  for (const value of blocked) {
    const [batch, ...sample] = spiking.network.shapes.get(value)!;
    const [channels, height, width] = sample as [number, number, number];
    // Rows of a sample that is several in the network's eyes follow each other, each blocked by itself.
    const rows = (batch! / BATCH) * channels;
    const key = `${rows} ${height} ${width}`;
    const order = orders.get(key) ?? blockedOrder([rows, height, width], block);
    orders.set(key, order);
    layouts.set(value, { ...layouts.get(value)!, order });
  }
  return { layouts, blocked };
}

function inputTime({ coding }: SpikingNetwork): Time {
  if (coding === 'rate') return 'constant';
  return coding === 'leaky-rate' ? 'varying' : 'once';
}

/** Time of what is computed step by step from values of these times. */
function commonTime(times: readonly Time[]): Time {
  const [first] = times;
  return first !== undefined && times.every((time) => time === first) ? first : 'varying';
}
