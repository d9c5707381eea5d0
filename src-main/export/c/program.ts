/** A neutral program as C: one function for each operation, then one that decodes the outputs. */
import { lower, type LoweredFunction, type LoweredOperation, type LoweredSegment } from '../../../src-shared/lowering/index.ts';
import type { NetworkNode, ValueId } from '../../../src-shared/network/index.ts';
import { countedKind } from '../../../src-shared/network/operators/index.ts';
import type { SpikingNetwork, ValueCoding } from '../../../src-shared/spiking/index.ts';
import { atBatch, type Shape, sizeOf, type Tensor } from '../../../src-shared/tensor/index.ts';
import { countEntries, countProduct } from './counts.ts';
import { createDraft, type Draft, type Place } from './draft.ts';
import { type Estimate, writeChange, writeEstimate, writeMaxPool, writeTranscoder } from './functions.ts';
import { aboutNeuron, writeNeuron } from './neuron.ts';
import { writeNode } from './nodes/index.ts';
import type { NodeWriting, Operand } from './nodes/node.ts';
import { encodeInput, writeOutputs } from './ports.ts';
import { type ProgramWriting, sentOf } from './writing.ts';

/** Writes the program of a network. Throws `model.batch` if the batch cannot be followed through the network. */
export function draftOf(spiking: SpikingNetwork, name: string): Draft {
  const program = lower(spiking);
  const draft = createDraft(name, program.spiking);
  const layers = new Map(program.spiking.stages.map((stage) => [stage.output, 'name' in stage ? stage.name : stage.id]));
  const writing: ProgramWriting = { program, draft, values: new Map(), layerOf: (value) => layers.get(value)! };
  encodeInput(writing);
  for (const operation of program.operations) {
    const output = outputOf(operation);
    writing.values.set(output, writeOperation(writing, operation, writing.layerOf(output)));
  }
  writeOutputs(writing);
  return draft;
}

const outputOf = (operation: LoweredOperation): ValueId =>
  operation.kind === 'segment' || operation.kind === 'function' || operation.kind === 'alias'
    ? operation.output
    : operation.unit.output;

function writeOperation(writing: ProgramWriting, operation: LoweredOperation, layer: string): Place {
  const { draft, values } = writing;
  switch (operation.kind) {
    case 'alias':
      return values.get(operation.input)!;
    case 'segment':
      return writeSegment(writing, operation, layer);
    case 'function':
      return writeFunction(writing, operation, layer);
    case 'neuron': {
      draft.begin(layer, aboutNeuron(operation.unit));
      const { place, constant } = sentOf(writing, operation.unit.input);
      return writeNeuron(draft, operation, place, constant);
    }
    case 'max-pool':
      draft.begin(layer, 'max pooling in front of neurons');
      return writeMaxPool(draft, operation, sentOf(writing, operation.unit.input));
    case 'transcoder':
      draft.begin(layer, `transcoder to ${operation.unit.coding} coding`);
      return writeTranscoder(draft, operation, sentOf(writing, operation.unit.input));
  }
}

/** Linear operators on what is sent at each step. */
function writeSegment(
  writing: ProgramWriting,
  { inputs, output, nodes, constants, alias, coding }: LoweredSegment,
  layer: string,
): Place {
  const { draft, values } = writing;
  if (alias !== undefined && nodes.length === 0) return values.get(alias)!;
  draft.begin(layer, 'linear operators');
  const places = new Map(inputs.map((value) => [value, values.get(value)!]));
  return writeNodes(writing, { nodes, constants, places, output, coding });
}

interface Nodes {
  readonly nodes: readonly NetworkNode[];
  readonly constants: ReadonlyMap<ValueId, Tensor>;
  /** The places of the coded operands. */
  readonly places: ReadonlyMap<ValueId, Place>;
  readonly output: ValueId;
  /** Coding of what counted layers receive; undefined if nothing is counted. */
  readonly coding: ValueCoding | undefined;
}

/** Writes nodes in order. Returns the place of `output`. */
function writeNodes(writing: ProgramWriting, { nodes, constants, places: given, output, coding }: Nodes): Place {
  const { draft, program } = writing;
  const { shapes } = program.spiking.network;
  const places = new Map(given);
  const operandOf = (value: ValueId, shape: Shape, constant: Tensor | undefined): Operand => ({
    shape,
    constant,
    get place() {
      return constant ? draft.floats('constant', constant.data) : places.get(value)!;
    },
  });
  for (const node of nodes) {
    const inputs = node.inputs.map((value): Operand => {
      const constant = constants.get(value);
      return operandOf(value, constant?.shape ?? atBatch(shapes.get(value)!, 1), constant);
    });
    const counts =
      coding !== undefined &&
      countedKind(
        node,
        inputs.map(({ constant }) => !constant),
      ) !== undefined;
    const shape = atBatch(shapes.get(node.output)!, 1);
    const one: NodeWriting = { draft, node, inputs, shape, counted: counts };
    const presented = counts && coding === 'rate' ? node.inputs.find((value) => given.has(value)) : undefined;
    const constant = presented === undefined ? undefined : program.spiking.constantParts.get(presented);
    // With rate coding the constant part of the input is presented at every step, and counts.
    if (constant) countEntries(one, places.get(presented!)!, constant);
    places.set(node.output, writeNode({ ...one, counted: counts && !constant }));
  }
  return places.get(output)!;
}

/** A function of estimates. If all readers take estimates it is passed on as it is, otherwise its change is sent. */
function writeFunction(
  writing: ProgramWriting,
  { inputs, output, nodes, coding, estimated, keeps, counted }: LoweredFunction,
  layer: string,
): Place {
  const { draft, program } = writing;
  draft.begin(layer, `function of ${inputs.length === 1 ? 'an estimate' : 'estimates'}, ${coding}`);
  const operands = inputs.map((value, index) => {
    const sent = sentOf(writing, value);
    const update = estimated[index]
      ? (): Estimate => ({ place: sent.place, kept: sent.place })
      : writeEstimate(draft, sent, coding);
    return { value, sent, update };
  });
  const estimates = new Map<ValueId, Estimate>();
  const update = (): ReadonlyMap<ValueId, Place> => {
    for (const { value, update: run } of operands) estimates.set(value, run());
    return new Map([...estimates].map(([value, { kept }]) => [value, kept]));
  };
  if (counted === undefined) update();
  else countProduct(writing, nodes[0]!, operands, coding, update);
  const places = new Map([...estimates].map(([value, { place }]) => [value, place]));
  const now = writeNodes(writing, { nodes, constants: program.spiking.network.constants, places, output, coding: undefined });
  return keeps ? now : writeChange(draft, now, sizeOf(atBatch(program.spiking.network.shapes.get(output)!, 1)), coding);
}
