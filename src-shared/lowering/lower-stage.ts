/** Lowers one stage to the operation that computes its output. */
import type { Network } from '../network/index.ts';
import type { MaxPoolUnit, Segment, Stage } from '../spiking/index.ts';
import { biasFree } from './bias-free.ts';
import type { FunctionGroup, Functions } from './functions.ts';
import type { LoweredCount, LoweredFunction, LoweredMaxPool, LoweredOperation, LoweredSegment } from './program.ts';
import type { Projections } from './projections.ts';

/** The facts about a network that its stages are lowered with. */
export interface Lowering {
  readonly network: Network;
  readonly functions: Functions;
  readonly apart: Projections['apart'];
  readonly counted: readonly LoweredCount[];
}

/** The operation of a stage. A stage inside of a function group has none: the operation of the group's last stage computes it. */
export function lowerStage(lowering: Lowering, stage: Stage): LoweredOperation {
  const { functions } = lowering;
  const group = functions.groups.get(stage.output);
  if (group) return functionOf(lowering, stage, group);
  switch (stage.kind) {
    case 'segment':
      return segmentOf(lowering, stage);
    case 'neuron':
      return { kind: 'neuron', unit: stage, estimated: functions.estimated.has(stage.input) };
    case 'expectation':
      return functionOf(lowering, stage, { nodes: [stage.node], inputs: [stage.input], product: undefined });
    case 'product':
      return functionOf(lowering, stage, { nodes: [stage.node], inputs: [...new Set(stage.inputs)], product: stage });
    case 'max-pool':
      return stage.form === 'estimate'
        ? functionOf(lowering, stage, { nodes: [stage.node], inputs: [stage.input], product: undefined })
        : maxPoolOf(lowering, stage);
    case 'transcoder':
      return stage.from === stage.coding
        ? { kind: 'alias', input: stage.input, output: stage.output }
        : { kind: 'transcoder', unit: stage };
  }
}

function segmentOf({ network, apart, counted }: Lowering, stage: Segment): LoweredSegment {
  const { inputs, output, coding } = stage;
  // Counted layers name the whole segment that a part was taken from.
  const whole = apart.get(stage.id) ?? stage;
  return { kind: 'segment', inputs, output, coding, ...biasFree(network, stage), counted: countedIn(counted, whole.id) };
}

function functionOf(
  { functions: { estimated }, counted }: Lowering,
  { output, coding }: Stage,
  { nodes, inputs, product }: FunctionGroup,
): LoweredFunction {
  return {
    kind: 'function',
    inputs,
    output,
    coding,
    nodes,
    estimated: inputs.map((value) => estimated.has(value)),
    keeps: estimated.has(output),
    counted: product && countedIn(counted, product.id)[0],
  };
}

const maxPoolOf = ({ network }: Lowering, unit: MaxPoolUnit): LoweredMaxPool => ({
  kind: 'max-pool',
  unit,
  plane: threeAxes(network.shapes.get(unit.input)!.slice(2)),
  window: threeAxes(unit.node.attributes.kernel as readonly number[]),
});

/** Positions of a stage's counted layers. */
const countedIn = (counted: readonly LoweredCount[], stage: string): number[] =>
  counted.flatMap(({ layer }, index) => (layer.stage === stage ? [index] : []));

/** Spatial sizes as depth, height and width: `[8, 8]` becomes `[1, 8, 8]`. */
const threeAxes = (sizes: readonly number[]): readonly [number, number, number] => [
  sizes.at(-3) ?? 1,
  sizes.at(-2) ?? 1,
  sizes.at(-1)!,
];
