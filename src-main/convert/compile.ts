/**
 * Compiles a placed network and the choices of a plan into a SpikingNetwork. Neuron layers and other units are cut out, the coding
 * of every value follows from its inputs, transcoders are put at the points where codings meet (docs/algorithm.md §8), and the
 * linear operators between units are gathered into segments.
 */
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import type { Network } from '../../src-shared/network/index.ts';
import { isLeaky } from '../../src-shared/plan/neuron-coding.ts';
import type { Coding } from '../../src-shared/plan/types.ts';
import type { SpikingNetwork, Stage, Thresholds } from '../../src-shared/spiking/index.ts';
import { type Choices, compileNode, startCompilation } from './compile-nodes.ts';
import { constantParts } from './constant-parts.ts';
import { correctErrors } from './correct-errors.ts';
import { countedLayers } from './counted-layers.ts';
import { nodeForms } from './node-forms.ts';
import type { PlacedNetwork } from './place-neurons.ts';
import { gatherSegments } from './segments.ts';

/**
 * The spiking network of a plan. `thresholds` are by layer name; without them every θ is 1, which is enough to run the float
 * network. Throws `plan.coding` if a leaky coding meets a unit that has no leaky form.
 */
export function compile(placed: PlacedNetwork, choices: Choices, thresholds?: ReadonlyMap<string, Thresholds>): SpikingNetwork {
  const { compiled, stages } = correctErrors(compileStages(placed, choices, thresholds));
  return {
    network: compiled,
    coding: choices.coding,
    tau: isLeaky(choices.coding) ? choices.tau : 1,
    ...(choices.readout ? { readout: choices.readout } : {}),
    stages,
    counted: countedLayers(compiled, stages),
    constantParts: constantParts(compiled, stages),
  };
}

/**
 * The part of `compile` that takes no arithmetic on weights: the stages, and the network with the shapes of the values that the
 * stages add. Throws as `compile` does.
 */
export function compileStages(
  placed: PlacedNetwork,
  choices: Choices,
  thresholds?: ReadonlyMap<string, Thresholds>,
): { readonly compiled: Network; readonly stages: readonly Stage[] } {
  const { network } = placed;
  const compilation = startCompilation(placed, choices, thresholds);
  for (const form of nodeForms(network)) compileNode(compilation, form);
  const { steps, shapes } = compilation;
  const stages = gatherSegments(steps, network.input.value, new Set(network.outputs.map((output) => output.value)));
  refuseLeaky(choices.coding, stages);
  return { compiled: { ...network, shapes }, stages };
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
