/**
 * Lowers a SpikingNetwork to the neutral program: projections taken apart, constant parts taken out of segments, functions of estimates
 * joined; which steps of each value are stored, and what counts operations.
 */
import type { NetworkNode, ValueId } from '../network/index.ts';
import type { MaxPoolUnit, Segment, SpikingNetwork, Stage } from '../spiking/index.ts';
import { biasFree } from './bias-free.ts';
import { countsOf } from './counts.ts';
import { findFunctions, type FunctionGroup } from './functions.ts';
import { layoutsOf } from './layout.ts';
import { outputCoding } from './output-coding.ts';
import type { LoweredFunction, LoweredMaxPool, LoweredOperation, LoweredProgram, LoweredSegment, Time } from './program.ts';
import { splitProjections } from './projections.ts';

/** Throws `model.batch` where the batch cannot be followed through the network. */
export function lower(whole: SpikingNetwork): LoweredProgram {
  const { spiking, apart } = splitProjections(whole);
  const { network } = spiking;
  const functions = findFunctions(spiking);
  const counted = countsOf(whole);
  const countedIn = (stage: string): number[] => counted.flatMap(({ layer }, index) => (layer.stage === stage ? [index] : []));
  const times = new Map<ValueId, Time>([[network.input.value, inputTime(spiking)]]);
  const timeOf = (value: ValueId): Time => times.get(value)!;

  const segment = (stage: Segment): LoweredSegment => {
    const { inputs, output, coding } = stage;
    return {
      kind: 'segment',
      inputs,
      output,
      coding,
      ...biasFree(network, stage),
      counted: countedIn((apart.get(stage.id) ?? stage).id),
    };
  };

  const functionOf = ({ output, coding }: Stage, { nodes, inputs, product }: FunctionGroup): LoweredFunction => ({
    kind: 'function',
    inputs,
    output,
    coding,
    nodes,
    estimated: inputs.map((value) => functions.estimated.has(value)),
    keeps: functions.estimated.has(output),
    counted: product && countedIn(product.id)[0],
  });

  const maxPool = (unit: MaxPoolUnit): LoweredMaxPool => ({
    kind: 'max-pool',
    unit,
    plane: threeAxes(network.shapes.get(unit.input)!.slice(2)),
    window: threeAxes(unit.node.attributes.kernel as readonly number[]),
  });

  const operationOf = (stage: Stage): LoweredOperation => {
    const alone = (node: NetworkNode, inputs: readonly ValueId[]): FunctionGroup => ({
      nodes: [node],
      inputs,
      product: undefined,
    });
    const group = functions.groups.get(stage.output);
    if (group) return functionOf(stage, group);
    switch (stage.kind) {
      case 'segment':
        return segment(stage);
      case 'neuron':
        return { kind: 'neuron', unit: stage, estimated: functions.estimated.has(stage.input) };
      case 'expectation':
        return functionOf(stage, alone(stage.node, [stage.input]));
      case 'product':
        return functionOf(stage, { ...alone(stage.node, [...new Set(stage.inputs)]), product: stage });
      case 'max-pool':
        return stage.form === 'estimate' ? functionOf(stage, alone(stage.node, [stage.input])) : maxPool(stage);
      case 'transcoder':
        return stage.from === stage.coding
          ? { kind: 'alias', input: stage.input, output: stage.output }
          : { kind: 'transcoder', unit: stage };
    }
  };

  const operations = spiking.stages.flatMap((stage) => {
    if (functions.inside.has(stage.output)) return [];
    const operation = operationOf(stage);
    const read = operation.kind === 'alias' ? [operation.input] : 'inputs' in operation ? operation.inputs : undefined;
    times.set(stage.output, read ? commonTime(read.map(timeOf)) : 'varying');
    return [operation];
  });
  return {
    spiking,
    operations,
    layouts: layoutsOf(spiking),
    times,
    outputs: network.outputs.map(({ value }) => ({ value, coding: outputCoding(spiking, value) })),
    counted,
  };
}

/** Spatial sizes as depth, height and width. */
const threeAxes = (sizes: readonly number[]): readonly [number, number, number] => [
  sizes.at(-3) ?? 1,
  sizes.at(-2) ?? 1,
  sizes.at(-1)!,
];

function inputTime({ coding }: SpikingNetwork): Time {
  if (coding === 'rate') return 'constant';
  return coding === 'leaky-rate' ? 'varying' : 'once';
}

/** Time of what is computed step by step from values of these times. */
export function commonTime(times: readonly Time[]): Time {
  const [first] = times;
  return first !== undefined && times.every((time) => time === first) ? first : 'varying';
}
