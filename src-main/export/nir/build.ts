/**
 * From a spiking network to a NIR graph, or to the list of what NIR cannot hold of it. Nothing is left out: every layer that cannot be
 * written is in the list.
 */
import { firesAsSimulated, NIR_READERS, type NirProfile } from '../../../src-shared/export/index.ts';
import type { Network } from '../../../src-shared/network/index.ts';
import type { NeuronUnit, Segment, SpikingNetwork, Stage } from '../../../src-shared/spiking/index.ts';
import { BATCH, type Shape } from '../../../src-shared/tensor/index.ts';
import { initialPotential } from '../../../src-shared/units/fire.ts';
import { neuronThresholds } from '../../../src-shared/units/thresholds.ts';
import { byChannel } from './gains.ts';
import { INPUT, integers, type NirGraph, nirNode, OUTPUT } from './graph.ts';
import { headStart, isLeakyNeuron, neuronNode } from './neurons.ts';
import { writeOperator, type Writing } from './operators.ts';
import { type AddStart, createStart } from './start.ts';
import { materialise, nodeValue, type Value } from './values.ts';
import { createGraphWriter } from './writer.ts';

/** A part of a layer that NIR, or a reader of it, cannot hold. */
export interface NirObstacle {
  /** Name of the layer, as plans and reports name it. */
  readonly layer: string;
  /** The reason, as the middle of a sentence. */
  readonly reason: string;
  /** True if another plan removes it: one with rate coding and IF neurons (`nirPlan`). */
  readonly byPlan: boolean;
}

/** A graph, without meaning if there are obstacles. */
export interface NirBuild {
  readonly graph: NirGraph;
  readonly obstacles: readonly NirObstacle[];
  /** True if the input has a further channel for the start of neurons (start.ts). */
  readonly start: boolean;
  /** Potential before the first step that the simulation gives to the neurons of a node and the file does not, in units of the threshold. */
  readonly leftOut: ReadonlyMap<string, number>;
}

/** The parts of a network that the reader of a profile cannot read: empty if the network can be exported. */
export const nirObstacles = (spiking: SpikingNetwork, profile: NirProfile): readonly NirObstacle[] =>
  buildNir(spiking, profile, {}).obstacles;

/** The parts that a build collects. */
interface Building extends Writing {
  readonly profile: NirProfile;
  /** Values that have been written; those behind an obstacle are absent. */
  readonly values: Map<string, Value>;
  readonly obstacles: NirObstacle[];
  readonly addStart: AddStart;
  readonly leftOut: Map<string, number>;
}

/** Builds the graph. `metadata`: what the file says of itself. */
export function buildNir(spiking: SpikingNetwork, profile: NirProfile, metadata: NirGraph['metadata']): NirBuild {
  const { network, stages } = spiking;
  const reader = NIR_READERS[profile];
  const writer = createGraphWriter();
  const start = usesStart(spiking, profile);
  const input = sampleOf(network, network.input.value);
  const spare = start ? 1 : 0;
  writer.addPort(INPUT, nirNode('Input', { shape: integers(input.with(0, (input[0] ?? 1) + spare)) }));
  const building: Building = {
    ...{ writer, reader, network, profile },
    values: new Map([[network.input.value, nodeValue(INPUT, input, undefined, spare)]]),
    obstacles: [...portObstacles(spiking)],
    addStart: createStart(writer, reader, input),
    leftOut: new Map(),
  };
  const { values, obstacles, leftOut } = building;
  const isBatchFirst = (value: string): boolean => network.shapes.get(value)![0] === BATCH;
  for (const stage of isBatchFirst(network.input.value) ? stages : []) {
    const value = isBatchFirst(stage.output)
      ? stageValue(building, stage)
      : refuse(building, nameOf(stage), 'a value whose first axis is not the batch');
    if (value) values.set(stage.output, value);
  }
  const [output] = network.outputs;
  const last = values.get(output!.value);
  if (last) {
    const shape = integers(sampleOf(network, output!.value));
    writer.addPort(OUTPUT, nirNode('Output', { shape }), materialise(writer, 'answer', last));
  }
  return { graph: writer.graph(metadata), obstacles, start, leftOut };
}

/** Shape of a sample of a value. */
const sampleOf = (network: Network, value: string): Shape => network.shapes.get(value)!.slice(1);

const refuse = ({ obstacles }: Building, layer: string, reason: string, byPlan = false): undefined =>
  void obstacles.push({ layer, reason, byPlan });

/** The value of a stage; undefined if it, or what it reads, cannot be written. */
function stageValue(building: Building, stage: Stage): Value | undefined {
  switch (stage.kind) {
    case 'segment':
      return segmentValue(building, stage);
    case 'neuron':
      return neuronValue(building, stage);
    case 'transcoder':
      if (stage.from === stage.coding) return building.values.get(stage.input);
      return refuse(building, stage.name, 'a change between rate and differential coding', true);
    case 'expectation':
      return refuse(building, stage.name, `the function ${stage.node.op}`);
    case 'max-pool':
      return refuse(building, stage.name, 'max pooling');
    case 'product':
      return refuse(building, stage.name, 'a product of two values, as in attention and gating');
  }
}

function segmentValue(building: Building, { nodes, output }: Segment): Value | undefined {
  const { network, values } = building;
  const inner = new Map(values);
  for (const node of nodes) {
    const coded = node.inputs.filter((value) => !network.constants.has(value));
    if (!coded.every((value) => inner.has(value))) return undefined;
    const outcome = writeOperator(building, node, (value) => inner.get(value)!);
    if (typeof outcome === 'string') return refuse(building, node.path || node.id, outcome);
    inner.set(node.output, outcome);
  }
  return inner.get(output);
}

/** A layer of neurons. What follows a layer that NIR cannot hold is examined even so; the graph is not used then. */
function neuronValue(building: Building, unit: NeuronUnit): Value | undefined {
  const { network, values, writer, reader, profile, obstacles, addStart, leftOut } = building;
  obstacles.push(...neuronObstacles(unit));
  if (unit.initial !== undefined && headStart(unit) !== 0 && !keepsStart(unit, profile))
    refuse(
      building,
      unit.name,
      `an initial potential of ${unit.initial} θ, which neurons of ${reader.label} lose at a spike`,
      true,
    );
  const value = values.get(unit.input);
  const shape = sampleOf(network, unit.output);
  const thresholds = byChannel(neuronThresholds(unit.thresholds, network.shapes.get(unit.input)!), shape);
  if (!thresholds) return refuse(building, unit.name, 'thresholds of single neurons of a channel', true);
  if (!value) return undefined;
  // A threshold of 0 or below never fires: such a neuron receives nothing.
  const inverse = thresholds.map((theta) => (theta > 0 ? 1 / theta : 0));
  const from = materialise(writer, unit.name, value, inverse);
  const node = writer.add(unit.name, isLeakyNeuron(unit) ? 'lif' : 'if', neuronNode(unit, shape, reader), from);
  if (startsBy(unit, profile)) {
    const first = addStart(unit.name, shape, headStart(unit));
    if (first === undefined)
      return refuse(building, unit.name, 'an initial potential: its positions are no part of those of the input');
    writer.connect(first, node);
  } else leftOut.set(node, initialPotential(unit));
  const heights = thresholds.map((theta) => Math.max(0, theta));
  return nodeValue(node, shape, heights);
}

const nameOf = (stage: Stage): string => ('name' in stage ? stage.name : stage.nodes.at(-1)!.path || stage.id);

/** True if the input has a further channel for the start of neurons. */
export const usesStart = ({ stages }: SpikingNetwork, profile: NirProfile): boolean =>
  stages.some((stage) => stage.kind === 'neuron' && startsBy(stage, profile));

/** True if the neurons of a layer get their start by the input. */
const startsBy = (unit: NeuronUnit, profile: NirProfile): boolean => keepsStart(unit, profile) && headStart(unit) !== 0;

/** True if a start lasts: the reader subtracts the threshold. */
function keepsStart(unit: NeuronUnit, profile: NirProfile): boolean {
  const { fire } = NIR_READERS[profile];
  return (isLeakyNeuron(unit) ? fire.lif : fire.if).reset === 'subtract';
}

/** True if a reader's neurons compute what the simulation does, for all layers of a network. */
export const readAsSimulated = ({ stages }: SpikingNetwork, profile: NirProfile): boolean =>
  stages.every(
    (stage) => stage.kind !== 'neuron' || firesAsSimulated(NIR_READERS[profile].fire[isLeakyNeuron(stage) ? 'lif' : 'if']),
  );

const MODELS: Readonly<Record<NeuronUnit['model'], string | undefined>> = {
  if: undefined,
  lif: undefined,
  mt: 'multi-threshold neurons',
  ms: 'multi-spike neurons',
};

function neuronObstacles({ name, model, rule, negative, inputCoding, coding }: NeuronUnit): NirObstacle[] {
  const differential = coding === 'differential' || inputCoding === 'differential';
  const signed = rule === 'signed';
  const found: NirObstacle[] = [];
  const add = (reason: string, byPlan: boolean) => found.push({ layer: name, reason, byPlan });
  if (differential) add('differential coding', true);
  if (MODELS[model]) add(MODELS[model], true);
  if (signed) add('negative spikes of signed neurons, in front of an operation whose operand may be negative', false);
  else if (negative && !differential) add('negative spikes', true);
  return found;
}

/** Obstacles of the whole network. */
function* portObstacles({ network, coding }: SpikingNetwork): Iterable<NirObstacle> {
  if (network.outputs.length > 1) {
    const names = network.outputs.map(({ name }) => name).join(', ');
    yield { layer: names, reason: 'several outputs; convert the model with one of them', byPlan: false };
  }
  if (coding === 'differential' || coding === 'differential-leaky')
    yield { layer: network.input.name, reason: 'differential coding of the input', byPlan: true };
  for (const { name, value } of [network.input, ...network.outputs]) {
    const shape = network.shapes.get(value)!;
    if (shape[0] !== BATCH || shape.length < 2 || shape.length > 4)
      yield {
        layer: name,
        reason: `the axes of ${name}; NIR here has a batch in front and one to three axes behind it`,
        byPlan: false,
      };
  }
}
