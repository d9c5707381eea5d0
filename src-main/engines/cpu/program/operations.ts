/**
 * Turns one neutral operation into operations of the cpu engine, and gives its output a slot. A segment may become several operations;
 * an alias becomes none, since its output shares its input's slot.
 */
import {
  commonTime,
  functionGraph,
  type GraphToWrite,
  type LoweredFunction,
  type LoweredMaxPool,
  type LoweredNeuron,
  type LoweredOperation,
  type LoweredSegment,
  type LoweredTranscoder,
  type Model,
  segmentGraph,
  type Time,
} from '../../../../src-shared/lowering/index.ts';
import type { NetworkNode, ValueId } from '../../../../src-shared/network/index.ts';
import type { SpikingNetwork } from '../../../../src-shared/spiking/index.ts';
import type { PlacedLayout } from './blocked-layouts.ts';
import { toBlocked } from './blocked-model.ts';
import type { Counting } from './counting.ts';
import { inPlace } from './in-place.ts';
import { inSharedMemory } from './models.ts';
import { neuronOperation } from './neuron.ts';
import { constantParameters, floatParameters } from './parameters.ts';
import type { Constant, Operand, Operation, SegmentOperation, Slot } from './program.ts';
import { shortcutsAsConvolutions } from './shortcuts.ts';
import { sparseForm, splitShortcut } from './sparse.ts';

/** Parts that take long to compile, each by everything that it depends on within one placed network. Programs of the same network share them. */
export type KnownModels = Map<string, Pick<SegmentOperation, 'model' | 'sparse'>>;

/** A program that is being compiled. */
export interface Draft {
  readonly known: KnownModels;
  readonly spiking: SpikingNetwork;
  readonly times: ReadonlyMap<ValueId, Time>;
  /** Channels of a block of the blocked layout, 0 if there is none. */
  readonly block: number;
  /** Layouts of all values, those that segments are split at included. */
  readonly layouts: Map<ValueId, PlacedLayout>;
  readonly blocked: Set<ValueId>;
  readonly slots: Slot[];
  /** The slot of every value that has been computed. */
  readonly slotOf: Map<ValueId, number>;
}

/** The slot of a value, with the value's shape. */
export const operandOf = ({ slotOf, spiking }: Draft, value: ValueId): Operand => ({
  slot: slotOf.get(value)!,
  shape: spiking.network.shapes.get(value)!,
});

/** Gives a value a new slot. */
export function place(draft: Draft, value: ValueId, time: Time = draft.times.get(value)!): Operand {
  draft.slotOf.set(value, draft.slots.push({ ...draft.layouts.get(value)!, time }) - 1);
  return operandOf(draft, value);
}

/** The operations of one neutral operation, in order. */
export function operationsOf(draft: Draft, operation: LoweredOperation, counting: Counting): Operation[] {
  switch (operation.kind) {
    case 'segment':
      return [...counting.before(operation), ...segmentOperations(draft, operation)];
    case 'neuron':
      return [neurons(draft, operation, counting)];
    case 'function':
      return [expectation(draft, operation)];
    case 'max-pool':
      return [maxPool(draft, operation)];
    case 'transcoder':
      return [transcoder(draft, operation)];
    case 'alias':
      draft.slotOf.set(operation.output, draft.slotOf.get(operation.input)!);
      return [];
  }
}

/** A segment: nothing if it only moves values to where they are, two operations if it is split before a sum. */
function segmentOperations(draft: Draft, operation: LoweredSegment): Operation[] {
  const { spiking, block, layouts, blocked, slots, slotOf } = draft;
  const { network } = spiking;
  const { alias, inputs, output } = operation;
  if (alias !== undefined && blocked.has(alias) === blocked.has(output)) {
    slotOf.set(output, slotOf.get(alias)!);
    return [];
  }
  const shortened = { ...shortcutsAsConvolutions(operation, network.shapes, blocked, block), inputs, output };
  const parts = blocked.has(output) ? splitShortcut(shortened, network.shapes) : [shortened];
  return parts.map((part): Operation => {
    // The first part computes an operand of the sum: it has the layout of the sum.
    if (part.output !== output) {
      layouts.set(part.output, layouts.get(output)!);
      blocked.add(part.output);
    }
    const sources = part.inputs.map((value) => operandOf(draft, value));
    const target = place(draft, part.output, commonTime(part.inputs.map((value) => slots[slotOf.get(value)!]!.time)));
    const batchFirst = (value: ValueId): boolean => layouts.get(value)!.outer === 1;
    const forms = knownOr(draft, 'segment', part, () => {
      const sparse = sparseForm(part, { shapes: network.shapes, blocked, block, batchFirst });
      return { model: inPlace(laidOut(draft, segmentGraph(network, part))), ...(sparse ? { sparse } : {}) };
    });
    return { kind: 'segment', ...forms, inputs: sources, output: target };
  });
}

/** The model of these nodes, made if it is not known. Their constants follow from the network, and from the names of their values. */
function knownOr(
  { known, blocked }: Draft,
  kind: LoweredOperation['kind'],
  { nodes, inputs, output }: Pick<LoweredSegment, 'nodes' | 'inputs' | 'output'>,
  make: () => Pick<SegmentOperation, 'model' | 'sparse'>,
): Pick<SegmentOperation, 'model' | 'sparse'> {
  const key = JSON.stringify([kind, nodes, [...inputs, output].map((value) => [value, blocked.has(value)])]);
  const forms = known.get(key) ?? make();
  known.set(key, forms);
  return forms;
}

function neurons(draft: Draft, { unit, estimated }: LoweredNeuron, counting: Counting): Operation {
  const { layouts, spiking } = draft;
  const { input, output } = unit;
  const places = { input: operandOf(draft, input), output: place(draft, output), estimated, ...counting.neuron(unit) };
  const shape = spiking.network.shapes.get(input)!;
  return neuronOperation(unit, layouts.get(input)!, shape, spiking.constantParts.get(input), places);
}

function expectation(draft: Draft, operation: LoweredFunction): Operation {
  const { spiking, blocked } = draft;
  const { nodes, inputs, output, coding, estimated, keeps, counted } = operation;
  const liesAlike = inputs.every((value) => blocked.has(value) === blocked.has(output));
  return {
    kind: 'expectation',
    ...knownOr(draft, 'function', operation, () => ({
      model: inPlace(laidOut(draft, functionGraph(spiking.network, operation))),
    })),
    inputs: inputs.map((value) => operandOf(draft, value)),
    constants: inputs.map((value) => constantOf(draft, value)),
    output: place(draft, output),
    differential: coding === 'differential',
    estimated,
    keeps,
    fused: coding === 'differential' && isGelu(nodes) && liesAlike && !estimated[0] ? 'gelu' : undefined,
    pairs: counted,
  };
}

function maxPool(draft: Draft, { unit, plane, window }: LoweredMaxPool): Operation {
  const { layouts, spiking, blocked, block } = draft;
  const constant = spiking.constantParts.get(unit.input);
  return {
    kind: 'max-pool',
    input: operandOf(draft, unit.input),
    output: place(draft, unit.output),
    constant: floatParameters(layouts.get(unit.input)!, (index) => constant?.[index] ?? 0),
    differential: unit.coding === 'differential',
    plane,
    window,
    lanes: blocked.has(unit.input) ? block : 1,
  };
}

const transcoder = (draft: Draft, { unit }: LoweredTranscoder): Operation => ({
  kind: 'transcoder',
  input: operandOf(draft, unit.input),
  output: place(draft, unit.output),
  constant: constantOf(draft, unit.input),
  toDifferential: unit.coding === 'differential',
});

const constantOf = ({ layouts, spiking }: Draft, value: ValueId): Constant =>
  constantParameters(layouts.get(value)!, spiking.constantParts.get(value));

/** The model of a graph, with its inputs and output in the layouts of their slots. */
function laidOut({ spiking, block, blocked }: Draft, graph: GraphToWrite): Model {
  const model = inSharedMemory(graph);
  const values = new Set([...model.inputs, ...model.outputs].filter((value) => blocked.has(value)));
  return values.size === 0 ? model : toBlocked(model, spiking.network.shapes, { block, values });
}

/** True for a GELU with the error function and nothing else. */
const isGelu = ([node, ...others]: readonly NetworkNode[]): boolean =>
  node?.op === 'Gelu' && others.length === 0 && node.attributes.approximate !== 'tanh';
