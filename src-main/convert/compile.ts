/**
 * Compiles a placed network and the choices of a plan into a SpikingNetwork: neuron layers and other units are cut out,
 * codings are followed along the edges, transcoders are put where codings meet (docs/algorithm.md §8), and the linear
 * operators between units are gathered into segments.
 */
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import type { Network, NetworkNode, ValueId } from '../../src-shared/network/index.ts';
import { countedKind } from '../../src-shared/network/operators/index.ts';
import { isLeaky } from '../../src-shared/plan/neuron-coding.ts';
import type { Coding, LayerSettings } from '../../src-shared/plan/types.ts';
import type { NeuronUnit, SpikingNetwork, Stage, Thresholds, Unit, ValueCoding } from '../../src-shared/spiking/index.ts';
import type { Shape } from '../../src-shared/tensor/index.ts';
import { neuronSettingsOf, valueCoding } from '../../src-shared/units/index.ts';
import { constantParts } from './constant-parts.ts';
import { countedLayers } from './counted-layers.ts';
import { isTiling } from './max-pool-form.ts';
import { layerNamer } from './layer-names.ts';
import { type NodeForm, nodeForms } from './node-forms.ts';
import type { NeuronSite, PlacedNetwork } from './place-neurons.ts';
import { gatherSegments, type Step } from './segments.ts';

/** What a plan comes down to for one network. */
export interface Choices {
  /** Coding of the network's input and output. */
  readonly coding: Coding;
  /** Leak of the leaky codings. */
  readonly tau: number;
  /** By layer name, one for every site. */
  readonly layers: ReadonlyMap<string, LayerSettings>;
}

/** Thresholds of 1 everywhere: enough for the float network, as calibration runs it. */
const UNCALIBRATED: Thresholds = { level: 'layer', shape: [1], values: Float64Array.of(1) };

/**
 * The spiking network of a plan. `thresholds` by layer name; left out, every θ is 1 (for running the float network only).
 * Throws `plan.coding` where the leaky codings meet units that have no leaky form.
 */
export function compile(placed: PlacedNetwork, choices: Choices, thresholds?: ReadonlyMap<string, Thresholds>): SpikingNetwork {
  const { compiled, stages } = compileStages(placed, choices, thresholds);
  return {
    network: compiled,
    coding: choices.coding,
    tau: isLeaky(choices.coding) ? choices.tau : 1,
    stages,
    counted: countedLayers(compiled, stages),
    constantParts: constantParts(compiled, stages),
  };
}

/** What needs no arithmetic of it: the stages, and the network with the shapes of the values that they add. Throws as `compile`. */
export function compileStages(
  placed: PlacedNetwork,
  choices: Choices,
  thresholds?: ReadonlyMap<string, Thresholds>,
): { readonly compiled: Network; readonly stages: readonly Stage[] } {
  const { network } = placed;
  const compiler = createCompiler(placed, choices, thresholds);
  for (const form of nodeForms(network)) compiler.add(form);
  const { steps, shapes } = compiler;
  const compiled = { ...network, shapes };
  const stages = gatherSegments(steps, network.input.value, new Set(network.outputs.map((output) => output.value)));
  refuseLeaky(choices.coding, stages);
  return { compiled, stages };
}

function createCompiler(placed: PlacedNetwork, choices: Choices, thresholds: ReadonlyMap<string, Thresholds> | undefined) {
  const steps: Step[] = [];
  const shapes = new Map<ValueId, Shape>(placed.network.shapes);
  const preferred = valueCoding(choices.coding);
  const codings = new Map<ValueId, ValueCoding>([[placed.network.input.value, preferred]]);
  const sites = Map.groupBy(placed.sites, (site) => site.node);
  const unitName = layerNamer();

  const emit = (unit: Unit): ValueId => {
    steps.push({ unit });
    codings.set(unit.output, unit.coding);
    return unit.output;
  };

  const transcode = (node: NetworkNode, position: number, value: ValueId): ValueId => {
    const output = `${node.id}:${position}:transcoded`;
    shapes.set(output, shapes.get(value)!);
    const name = unitName(`${node.path}.transcoder${position + 1}`, node.id);
    const from = codings.get(value)!;
    return emit({ kind: 'transcoder', id: output, name, input: value, output, from, coding: preferred });
  };

  const neuron = (site: NeuronSite, input: ValueId, output: ValueId): ValueId =>
    emit(neuronUnit(site, choices, { input, output, inputCoding: codings.get(input)! }, thresholds?.get(site.name)));

  /** Inputs of a node with its signed neuron layers and transcoders in front. */
  const prepareInputs = (node: NetworkNode, coded: readonly boolean[]): ValueId[] => {
    const fronted = node.inputs.map((value, position) => {
      const site = sites.get(node.id)?.find((candidate) => candidate.position === position && candidate.rule === 'signed');
      if (!site) return value;
      const output = `${node.id}:${position}:spikes`;
      shapes.set(output, shapes.get(value)!);
      return neuron(site, value, output);
    });
    const met = new Set(fronted.filter((_, position) => coded[position]).map((value) => codings.get(value)!));
    if (met.size < 2) return fronted;
    return fronted.map((value, position) =>
      coded[position] && codings.get(value) !== preferred ? transcode(node, position, value) : value,
    );
  };

  const add = ({ node, coded, form }: NodeForm): void => {
    const inputs = prepareInputs(node, coded);
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
        neuron(sites.get(node.id)!.find((site) => site.rule === 'relu')!, operands[0]!, node.output);
        return;
      case 'max-pool':
        emit({
          kind: 'max-pool',
          name: unitName(node.path, node.id),
          input: operands[0]!,
          form: isTiling(shapes.get(operands[0]!)!, node.attributes) ? 'residual' : 'estimate',
          ...unit,
        });
        return;
      case 'product':
        emit({ kind: 'product', name: unitName(node.path, node.id), inputs: [operands[0]!, operands[1]!], ...unit });
        return;
      case 'expectation':
        if (operands.length !== 1) {
          throw new SpikeloomError(
            'model.blocked',
            `${node.id} (${node.op}) is not linear in its ${operands.length} inputs; it has no spiking form.`,
            {
              at: { node: node.id },
            },
          );
        }
        emit({ kind: 'expectation', name: unitName(node.path, node.id), input: operands[0]!, ...unit });
    }
  };

  return { add, steps, shapes };
}

function neuronUnit(
  site: NeuronSite,
  choices: Choices,
  ends: { input: ValueId; output: ValueId; inputCoding: ValueCoding },
  thresholds: Thresholds = UNCALIBRATED,
): NeuronUnit {
  const settings = choices.layers.get(site.name);
  if (!settings) throw new Error(`no settings for layer ${site.name}`);
  return {
    kind: 'neuron',
    id: ends.output,
    name: site.name,
    ...neuronSettingsOf(settings, site.rule, ends.inputCoding, choices.tau),
    ...ends,
    thresholds,
    node: site.node,
  };
}

/** The leaky codings are defined for ReLU networks only (§2, §3). */
function refuseLeaky(coding: Coding, stages: readonly Stage[]): void {
  if (!isLeaky(coding)) return;
  const without = stages.filter(
    (stage) => stage.kind === 'expectation' || stage.kind === 'product' || stage.kind === 'transcoder',
  );
  if (without.length === 0) return;
  const names = without.slice(0, 3).map((stage) => stage.name);
  throw new SpikeloomError(
    'plan.coding',
    `Coding ${coding} has no form for ${names.join(', ')}${without.length > 3 ? ` and ${without.length - 3} more` : ''}; use rate or differential.`,
    { at: { layer: names[0]! } },
  );
}
