/** Every difference between a NIR file, as its reader runs it, and the simulation: a sentence each, with layers and rule. */
import { type FiringRules, firesAsSimulated, NIR_READERS, type NirProfile } from '../../../src-shared/export/index.ts';
import type { NeuronUnit, SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { headStart, isLeakyNeuron } from './neurons.ts';

/** The differences. `start`: the input has a further channel that gives neurons their initial potential. */
export function differencesOf({ stages, coding, tau }: SpikingNetwork, profile: NirProfile, start: boolean): string[] {
  const { fire, label, r } = NIR_READERS[profile];
  const neurons = stages.filter((stage) => stage.kind === 'neuron');
  const kinds = [
    [fire.if, neurons.filter((unit) => !isLeakyNeuron(unit))],
    [fire.lif, neurons.filter(isLeakyNeuron)],
  ] as const;
  const used = kinds.filter(([, units]) => units.length > 0);
  return [
    'All layers: numbers have 32 bits, where the reference engine has 64.',
    'Neuron layers: inputs are divided by the threshold, in the weights before them, so that every threshold and every spike is 1.',
    ...used.flatMap(([rules, units]) => ruleDifferences(rules, units, label, start)),
    ...(r === 1 || used.length === 0
      ? []
      : [`IF layers: r is ${r}, which ${label} wants with dt = ${1 / r}; an input is added as it is.`]),
    ...(coding === 'leaky-rate'
      ? [
          `Input and output: NIR knows no leaky coding; the caller multiplies the input of step t by ${tau}^t and divides the output by it.`,
        ]
      : []),
    ...(start
      ? [
          'Input: it has one more channel behind the others, which must be 1 at the first step and 0 afterwards; it gives every neuron its initial potential.',
        ]
      : []),
  ];
}

const namesOf = (units: readonly NeuronUnit[]): string => units.map(({ name }) => name).join(', ');

function ruleDifferences(rules: FiringRules, units: readonly NeuronUnit[], label: string, start: boolean): string[] {
  // A start of 0 is that of NIR.
  const unstarted = start ? [] : units.filter((unit) => headStart(unit) !== 0);
  const what = firesAsSimulated(rules) ? 'Neuron layers' : namesOf(units);
  const found = [
    rules.reset === 'subtract'
      ? undefined
      : `${label} sets the potential to 0 after a spike, where the simulation subtracts the threshold; NIR cannot say which.`,
    unstarted.length > 0
      ? { layers: namesOf(unstarted), sentence: 'the initial potential of half a threshold is left out, since NIR has none.' }
      : undefined,
    rules.several ? `${label} sends several spikes in a step, where the simulation sends one.` : undefined,
    Number.isFinite(rules.lowest)
      ? `${label} lets no potential fall below ${rules.lowest} threshold; the simulation has no lowest potential.`
      : undefined,
    rules.atThreshold
      ? undefined
      : `${label} fires above the threshold only; the threshold in the file is the largest number of 32 bits below it, so that a potential that equals it fires.`,
  ].filter((sentence) => sentence !== undefined);
  return found.map((one) => (typeof one === 'string' ? `${what}: ${one}` : `${one.layers}: ${one.sentence}`));
}
