/**
 * Turns the nodes of a placed network, one after the other, into steps: a unit, or a linear node with its coding. Neuron layers
 * and transcoders are added in front of a node that needs them.
 */
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import type { NetworkNode, ValueId } from '../../src-shared/network/index.ts';
import { countedKind } from '../../src-shared/network/operators/index.ts';
import type { Coding, LayerSettings, Readout } from '../../src-shared/plan/types.ts';
import type { NeuronUnit, Thresholds, Unit, ValueCoding } from '../../src-shared/spiking/index.ts';
import type { Shape } from '../../src-shared/tensor/index.ts';
import { neuronSettingsOf, valueCoding } from '../../src-shared/units/index.ts';
import { isTiling } from './max-pool-form.ts';
import { layerNamer } from './layer-names.ts';
import type { NodeForm } from './node-forms.ts';
import type { NeuronSite, PlacedNetwork } from './place-neurons.ts';
import type { Step } from './segments.ts';

/** The choices that a plan makes for one network. */
export interface Choices {
  /** Coding of the network's input and output. */
  readonly coding: Coding;
  /** Leak of the leaky codings. */
  readonly tau: number;
  /** The readout of the answer; absent: the mean of all steps. */
  readonly readout?: Readout;
  /** By layer name; every site has an entry. */
  readonly layers: ReadonlyMap<string, LayerSettings>;
}

/** A network that is being compiled. */
export interface Compilation {
  readonly choices: Choices;
  /** By layer name; undefined if nothing is calibrated. */
  readonly thresholds: ReadonlyMap<string, Thresholds> | undefined;
  readonly steps: Step[];
  /** Shapes of the network's values and of the values that were added. */
  readonly shapes: Map<ValueId, Shape>;
  /** Coding of every value that was computed so far. */
  readonly codings: Map<ValueId, ValueCoding>;
  /** Neuron layers by the id of the node that they replace or stand in front of. */
  readonly sites: ReadonlyMap<string, readonly NeuronSite[]>;
  readonly unitName: (path: string, nodeId: string) => string;
}

/** Thresholds of 1 everywhere: enough for the float network, which is what calibration runs. */
const UNCALIBRATED: Thresholds = { level: 'layer', shape: [1], values: Float64Array.of(1) };

/** A compilation that knows the network's input and has no steps yet. */
export function startCompilation(
  { network, sites }: PlacedNetwork,
  choices: Choices,
  thresholds: ReadonlyMap<string, Thresholds> | undefined,
): Compilation {
  return {
    choices,
    thresholds,
    steps: [],
    shapes: new Map(network.shapes),
    codings: new Map([[network.input.value, valueCoding(choices.coding)]]),
    sites: Map.groupBy(sites, (site) => site.node),
    unitName: layerNamer(),
  };
}

/** Appends the steps of one node. Throws `model.blocked` if a node that is not linear has several coded inputs. */
export function compileNode(compilation: Compilation, { node, coded, form }: NodeForm): void {
  const { steps, shapes, codings, sites, unitName } = compilation;
  const inputs = prepareInputs(compilation, node, coded);
  const operands = inputs.filter((_, position) => coded[position]);
  const coding = codings.get(operands[0]!)!;
  const ready: NetworkNode = { ...node, inputs };
  const unit = { id: node.id, output: node.output, coding, node: ready };
  switch (form) {
    case 'linear':
      steps.push({ node: ready, coding, counted: countedKind(node, coded) !== undefined });
      codings.set(node.output, coding);
      return;
    case 'relu':
      addNeurons(compilation, sites.get(node.id)!.find((site) => site.rule === 'relu')!, operands[0]!, node.output);
      return;
    case 'max-pool':
      addUnit(compilation, {
        kind: 'max-pool',
        name: unitName(node.path, node.id),
        input: operands[0]!,
        form: isTiling(shapes.get(operands[0]!)!, node.attributes) ? 'residual' : 'estimate',
        ...unit,
      });
      return;
    case 'product': {
      const name = unitName(node.path, node.id);
      addUnit(compilation, { kind: 'product', name, inputs: [operands[0]!, operands[1]!], ...unit });
      return;
    }
    case 'expectation':
      refuseSeveralOperands(node, operands.length);
      addUnit(compilation, { kind: 'expectation', name: unitName(node.path, node.id), input: operands[0]!, ...unit });
  }
}

function addUnit({ steps, codings }: Compilation, unit: Unit): ValueId {
  steps.push({ unit });
  codings.set(unit.output, unit.coding);
  return unit.output;
}

/** Inputs of a node after the signed neuron layers and transcoders that stand in front of it. */
function prepareInputs(compilation: Compilation, node: NetworkNode, coded: readonly boolean[]): ValueId[] {
  const { shapes, codings, sites, choices } = compilation;
  const fronted = node.inputs.map((value, position) => {
    const site = sites.get(node.id)?.find((candidate) => candidate.position === position && candidate.rule === 'signed');
    if (!site) return value;
    const output = `${node.id}:${position}:spikes`;
    shapes.set(output, shapes.get(value)!);
    return addNeurons(compilation, site, value, output);
  });
  const met = new Set(fronted.filter((_, position) => coded[position]).map((value) => codings.get(value)!));
  if (met.size < 2) return fronted;
  const preferred = valueCoding(choices.coding);
  return fronted.map((value, position) =>
    coded[position] && codings.get(value) !== preferred ? addTranscoder(compilation, node, position, value) : value,
  );
}

/** Adds a transcoder to the plan's default coding; returns its output. */
function addTranscoder(compilation: Compilation, node: NetworkNode, position: number, value: ValueId): ValueId {
  const { shapes, codings, unitName, choices } = compilation;
  const output = `${node.id}:${position}:transcoded`;
  shapes.set(output, shapes.get(value)!);
  const name = unitName(`${node.path}.transcoder${position + 1}`, node.id);
  const coding = valueCoding(choices.coding);
  return addUnit(compilation, { kind: 'transcoder', id: output, name, input: value, output, from: codings.get(value)!, coding });
}

/** Adds the neuron layer of a site; returns its output. */
function addNeurons(compilation: Compilation, site: NeuronSite, input: ValueId, output: ValueId): ValueId {
  const { choices, codings, thresholds } = compilation;
  const settings = choices.layers.get(site.name);
  if (!settings) throw new Error(`no settings for layer ${site.name}`);
  const inputCoding = codings.get(input)!;
  const unit: NeuronUnit = {
    kind: 'neuron',
    id: output,
    name: site.name,
    ...neuronSettingsOf(settings, site.rule, inputCoding, choices.tau),
    input,
    output,
    inputCoding,
    thresholds: thresholds?.get(site.name) ?? UNCALIBRATED,
    node: site.node,
  };
  return addUnit(compilation, unit);
}

function refuseSeveralOperands(node: NetworkNode, operands: number): void {
  if (operands === 1) return;
  throw new SpikeloomError(
    'model.blocked',
    `${node.id} (${node.op}) is not linear in its ${operands} inputs, so that it has no spiking form; rewrite this part of the network with other operators.`,
    { at: { node: node.id } },
  );
}
