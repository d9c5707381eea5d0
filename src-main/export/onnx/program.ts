/** One time step of a program as ONNX nodes: its operations in order, then the decoded outputs and the answer so far. */
import type { LoweredFunction, LoweredOperation, LoweredProgram, LoweredSegment } from '../../../src-shared/lowering/index.ts';
import type { NetworkNode, ValueId } from '../../../src-shared/network/index.ts';
import { isLeaky, readoutFromOf } from '../../../src-shared/plan/index.ts';
import type { Tensor } from '../../../src-shared/tensor/index.ts';
import { createGraphWriter, type GraphWriter } from '../../onnx/index.ts';
import { writeChange, writeEstimate, writeMaxPool, writeTranscoder } from './functions.ts';
import type { Memory } from './memory.ts';
import { writeNeuron } from './neuron.ts';
import { createTerms, type Term, type Terms } from './terms.ts';
import { frameOf, type ValueFrame } from './values.ts';

/** A program that is being written into a graph. */
export interface ProgramWriting {
  readonly program: LoweredProgram;
  readonly writer: GraphWriter;
  readonly terms: Terms;
  readonly frame: (value: ValueId) => ValueFrame;
  /** The name of the layer that writes a value. */
  readonly layerOf: (value: ValueId) => string;
}

/** An output of the network after one step: its decoded value of this step, and the answer so far. */
export interface StepOutput {
  readonly decoded: ValueId;
  readonly answer: ValueId;
}

/** Starts the graph of a program. The network's input keeps its value's name. */
export function startProgram(program: LoweredProgram): ProgramWriting {
  const { network } = program.spiking;
  const constants = new Map<ValueId, Tensor>(network.constants);
  for (const operation of program.operations) {
    if (operation.kind === 'segment') for (const [value, tensor] of operation.constants) constants.set(value, tensor);
  }
  const writer = createGraphWriter(network.name, constants);
  writer.declare(network.input.value, network.shapes.get(network.input.value)!);
  const terms = createTerms(writer);
  const frames = new Map<ValueId, ValueFrame>();
  const frame = (value: ValueId): ValueFrame => {
    let known = frames.get(value);
    if (!known) frames.set(value, (known = frameOf(program, terms, value)));
    return known;
  };
  const layers = new Map(program.spiking.stages.map((stage) => [stage.output, 'name' in stage ? stage.name : stage.id]));
  return { program, writer, terms, frame, layerOf: (value) => layers.get(value)! };
}

/**
 * Writes one step. `values` receives the value that every operation sends at this step. `earlier`: those of the first step, for an
 * unrolled graph, in which values that repeat are computed once.
 */
export function writeProgramStep(
  writing: ProgramWriting,
  memory: Memory,
  values: Map<ValueId, Term>,
  earlier?: ReadonlyMap<ValueId, Term>,
): readonly StepOutput[] {
  const { program, writer } = writing;
  const { network } = program.spiking;
  writer.begin('input');
  const input = network.input.value;
  const sample = earlier && program.times.get(input) !== 'varying' ? repeated(input) : encoded(writing, memory);
  if (sample !== null) writer.declare(sample, network.shapes.get(input)!);
  values.set(input, sample);
  for (const operation of program.operations) {
    const output =
      operation.kind === 'segment' || operation.kind === 'function' || operation.kind === 'alias'
        ? operation.output
        : operation.unit.output;
    const repeats = earlier && program.times.get(output) !== 'varying';
    const sent = repeats ? repeated(output) : writeOperation(writing, memory, operation, values, earlier);
    if (sent !== null && !repeats) writer.declare(sent, network.shapes.get(output)!);
    values.set(output, sent);
  }
  return program.outputs.map((_, index) => writeOutput(writing, memory, values, index));

  /** A value that is sent once is zero after the first step; one that is constant is what it was. */
  function repeated(value: ValueId): Term {
    return program.times.get(value) === 'once' ? null : earlier!.get(value)!;
  }
}

/** The network's input at this step (docs/algorithm.md §2). */
function encoded({ program: { spiking }, terms }: ProgramWriting, memory: Memory): Term {
  const input = spiking.network.input.value;
  switch (spiking.coding) {
    case 'rate':
      return input;
    case 'leaky-rate':
      return terms.mul(input, memory.power(spiking.tau));
    case 'differential':
    case 'differential-leaky':
      return memory.first(input);
  }
}

/** Writes one operation. `values`: what was sent at this step. `earlier`: at the first step, in an unrolled graph. */
export function writeOperation(
  writing: ProgramWriting,
  memory: Memory,
  operation: LoweredOperation,
  values: ReadonlyMap<ValueId, Term>,
  earlier: ReadonlyMap<ValueId, Term> | undefined,
): Term {
  const { program, writer, terms, frame } = writing;
  const { shapes } = program.spiking.network;
  const term = (value: ValueId): Term => values.get(value)!;
  switch (operation.kind) {
    case 'segment':
      return writeSegment(writing, operation, values, earlier);
    case 'function':
      return writeFunction(writing, memory, operation, values);
    case 'alias':
      return term(operation.input);
    case 'neuron': {
      const { unit } = operation;
      writer.begin(unit.name);
      return writeNeuron(terms, memory, frame(unit.input), operation, term(unit.input));
    }
    case 'max-pool': {
      const { unit } = operation;
      writer.begin(unit.name);
      const sides = { input: shapes.get(unit.input)!, output: shapes.get(unit.output)! };
      return writeMaxPool(terms, memory, frame(unit.input), operation, sides, term(unit.input));
    }
    case 'transcoder':
      writer.begin(operation.unit.name);
      return writeTranscoder(terms, memory, frame(operation.unit.input), operation, term(operation.unit.input));
  }
}

/** Linear operators. Inputs that are silent at this step are zeros; if all of them are, so is the output. */
function writeSegment(
  writing: ProgramWriting,
  { inputs, output, nodes, alias }: LoweredSegment,
  values: ReadonlyMap<ValueId, Term>,
  earlier: ReadonlyMap<ValueId, Term> | undefined,
): Term {
  const { writer, terms, program } = writing;
  if (inputs.every((value) => values.get(value) === null)) return null;
  if (nodes.length === 0) return values.get(alias!)!;
  const operands = new Map(
    inputs.map((value): [ValueId, ValueId] => {
      const sent = values.get(value)!;
      if (sent !== null) return [value, sent];
      writer.begin(`${value} silent`);
      const silent = terms.op('Mul', [earlier!.get(value)!, terms.scalar(0)]);
      writer.declare(silent, program.spiking.network.shapes.get(value)!);
      return [value, silent];
    }),
  );
  return writeNodes(writer, nodes, operands, output);
}

/** Writes canonical nodes on these operands. Returns the name of the value `output`. */
function writeNodes(
  writer: GraphWriter,
  nodes: readonly NetworkNode[],
  operands: ReadonlyMap<ValueId, ValueId>,
  output: ValueId,
): ValueId {
  const names = new Map(operands);
  for (const node of nodes) {
    writer.begin(node.id);
    const written = writer.fresh();
    writer.node({ ...node, inputs: node.inputs.map((value) => names.get(value) ?? value), output: written });
    names.set(node.output, written);
  }
  return names.get(output)!;
}

/** A function of estimates. If all readers take estimates it is passed on as it is, otherwise its change is sent. */
function writeFunction(
  { writer, terms, frame, layerOf, program }: ProgramWriting,
  memory: Memory,
  { inputs, output, nodes, coding, estimated, keeps }: LoweredFunction,
  values: ReadonlyMap<ValueId, Term>,
): Term {
  const { shapes } = program.spiking.network;
  const own = layerOf(output);
  const operands = new Map(
    inputs.map((value, index): [ValueId, ValueId] => {
      const sent = values.get(value)!;
      writer.begin(`${own} estimate`);
      const layer = inputs.length === 1 ? own : `${own}, operand ${index + 1}`;
      const estimate = estimated[index] ? sent : writeEstimate(terms, memory, frame(value), { layer, coding }, sent);
      if (estimate === null) throw new Error(`export: nothing has been received of ${value}`);
      writer.declare(estimate, shapes.get(value)!);
      return [value, estimate];
    }),
  );
  const now = writeNodes(writer, nodes, operands, output);
  if (keeps) return now;
  writer.begin(`${own} change`);
  return writeChange(terms, memory, { layer: own, coding, shape: shapes.get(output)! }, now);
}

/** Decodes an output (docs/algorithm.md §2) and adds it to the mean that is the answer. */
function writeOutput(
  { program, terms, frame, writer }: ProgramWriting,
  memory: Memory,
  values: ReadonlyMap<ValueId, Term>,
  index: number,
): StepOutput {
  const { add, sub, mul, div } = terms;
  const { spiking, outputs } = program;
  const { value, coding } = outputs[index]!;
  const { name } = spiking.network.outputs[index]!;
  const layer = `output ${name}`;
  writer.begin(layer);
  const { shape, constant, enter, leave } = frame(value);
  const leak = isLeaky(coding) ? memory.power(1 / spiking.tau) : undefined;
  const y = enter(values.get(value)!);
  const scaled = leak === undefined ? add(y, constant) : mul(add(y, constant), leak);
  let decoded = scaled;
  if (coding === 'differential' || coding === 'differential-leaky') {
    const change = leak === undefined ? y : sub(scaled, constant);
    const estimate = memory.read(layer, 'running estimate', shape, constant);
    decoded = add(estimate, change);
    memory.write(layer, 'running estimate', add(estimate, div(change, memory.count)));
  }
  const mean = memory.mean(readoutFromOf(spiking), memory.read(layer, 'sum of the steps', shape));
  const sum = add(mean.sum, decoded);
  memory.write(layer, 'sum of the steps', sum);
  const whole = (term: Term): ValueId => {
    const seen = leave(term);
    if (seen === null) throw new Error(`export: output ${name} is always zero`);
    return seen;
  };
  return { decoded: whole(decoded), answer: whole(div(sum, mean.count)) };
}
