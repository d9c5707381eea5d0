/** A chip of one core with fully connected neurons: numbers of inputs, neurons and connections, and the leak. */
import { either } from './chip-rules.ts';
import { destinationsOf, type Element, type NeuronElement } from './elements.ts';
import type { CoreUse, FitSubject } from './report.ts';
import type { Figure, FullyConnectedTarget } from './target.ts';
import type { Violations } from './violations.ts';

/** Checks the numbers of a network against those of the chip. */
export function placeFullyConnected(
  chip: FullyConnectedTarget,
  { spiking }: FitSubject,
  elements: readonly Element[],
  found: Violations,
): { readonly cores: CoreUse[]; readonly unplaced: CoreUse[] } {
  const numbers = numbersOf(elements);
  checkNumbers(chip, numbers, found);
  for (const layer of numbers.hidden) checkLayer(chip, layer, numbers, found);
  if (numbers.neurons.some(({ unit }) => unit.model === 'lif')) checkLeak(chip.limits.leakShifts, spiking.tau, found);
  return { cores: [useOf(chip, numbers)], unplaced: [] };
}

/** A network in numbers. */
interface Numbers {
  readonly elements: readonly Element[];
  readonly neurons: readonly NeuronElement[];
  /** Neuron layers that no output reads. */
  readonly hidden: readonly NeuronElement[];
  readonly inputs: number;
  readonly hiddenNeurons: number;
  readonly outputs: number;
  /** Weights between hidden neurons. */
  readonly connections: number;
  /** True for the weights in front of the output, or of the neurons that the output reads. */
  readonly givesAnswer: (weights: Element) => boolean;
}

function numbersOf(elements: readonly Element[]): Numbers {
  const neurons = elements.filter((element) => element.kind === 'neuron');
  const sizes = (kind: 'input' | 'output'): number =>
    elements.reduce((sum, element) => sum + (element.kind === kind ? element.size : 0), 0);
  const read = new Set(elements.flatMap(({ kind, inputs }) => (kind === 'output' ? inputs : [])));
  const hidden = neurons.filter((layer) => !read.has(layer));
  const givesAnswer = (weights: Element): boolean =>
    destinationsOf(elements, weights).some((one) => one.kind === 'output' || read.has(one));
  const numbers = { elements, neurons, hidden, inputs: sizes('input'), outputs: sizes('output'), givesAnswer };
  return {
    ...numbers,
    hiddenNeurons: hidden.reduce((sum, layer) => sum + layer.neurons, 0),
    connections: hidden.reduce((sum, layer) => sum + layer.neurons * fanOutOf(numbers, layer), 0),
  };
}

/** Hidden neurons that each neuron of a layer sends to: its weights, without those of the output. */
const fanOutOf = ({ elements, givesAnswer }: Pick<Numbers, 'elements' | 'givesAnswer'>, layer: Element): number =>
  destinationsOf(elements, layer).reduce(
    (sum, weights) => sum + (weights.kind === 'weight' && !givesAnswer(weights) ? weights.outputs : 0),
    0,
  );

const mostConnections = ({ limits }: FullyConnectedTarget): number => limits.averageFanOut.value * limits.hidden.value;

function checkNumbers(chip: FullyConnectedTarget, numbers: Numbers, found: Violations): void {
  const { limits, label } = chip;
  const { inputs, hiddenNeurons, outputs, neurons } = numbers;
  const counts = [
    {
      ...{ figure: limits.inputs, rule: 'input-channels', value: inputs, what: `network's input has ${inputs} values` },
      help: 'Compute fewer features from the signal, and train the network on them.',
    },
    {
      ...{
        figure: limits.hidden,
        rule: 'hidden-neurons',
        value: hiddenNeurons,
        what: `network has ${hiddenNeurons} hidden neurons`,
      },
      help: 'Use fewer or smaller layers.',
    },
    {
      ...{ figure: limits.outputs, rule: 'output-neurons', value: outputs, what: `network has ${outputs} output values` },
      help: 'Train the network for fewer classes.',
    },
  ];
  for (const { figure, rule, value, what, help } of counts) {
    if (value <= figure.value) continue;
    const message = `The ${what}, and ${label} has room for ${figure.value}.`;
    found.add(figure, null, { rule, value, limit: figure.value, message, help });
  }
  const most = mostConnections(chip);
  if (numbers.connections > most) {
    found.add(limits.averageFanOut, null, {
      rule: 'connections',
      value: numbers.connections,
      limit: most,
      message: `The hidden layers have ${numbers.connections} connections, and the chip has ${most} (${limits.averageFanOut.value} for each hidden neuron on average).`,
      help: 'Use smaller layers. The check also counts weights that are zero, which need no connection.',
    });
  }
  const fewest = limits.neuronLayers.value;
  if (neurons.length >= fewest) return;
  found.add(limits.neuronLayers, null, {
    rule: 'neuron-layers',
    value: neurons.length,
    limit: fewest,
    message: `The network has ${neurons.length} neuron ${neurons.length === 1 ? 'layer' : 'layers'}, and the chip needs ${fewest} or more.`,
    help: 'End the network with a ReLU, or add a layer.',
  });
}

function checkLayer({ limits }: FullyConnectedTarget, layer: NeuronElement, numbers: Numbers, found: Violations): void {
  const { name, neurons } = layer;
  const fanOut = fanOutOf(numbers, layer);
  if (fanOut > limits.fanOut.value) {
    found.add(limits.fanOut, layer, {
      rule: 'fan-out',
      value: fanOut,
      limit: limits.fanOut.value,
      message: `Each neuron of ${name} sends to ${fanOut} hidden neurons, and the chip has connections to ${limits.fanOut.value}.`,
      help: 'Use fewer neurons in the next layer. The check also counts weights that are zero, which need no connection.',
    });
  }
  const { firstLayer, lastLayer } = limits;
  if (readsInput(layer) && neurons > firstLayer.value) {
    found.add(firstLayer, layer, {
      rule: 'first-layer',
      value: neurons,
      limit: firstLayer.value,
      message: `${name} has ${neurons} neurons and reads the input, which reaches ${firstLayer.value} hidden neurons.`,
      help: 'Use fewer neurons in the first layer.',
    });
  }
  const isLast = destinationsOf(numbers.elements, layer).some(numbers.givesAnswer);
  if (isLast && neurons > lastLayer.value) {
    found.add(lastLayer, layer, {
      rule: 'last-layer',
      value: neurons,
      limit: lastLayer.value,
      message: `${name} has ${neurons} neurons in front of the output, which reads ${lastLayer.value} hidden neurons.`,
      help: 'Use fewer neurons in the last hidden layer.',
    });
  }
}

/** True for an element that reads the network's input through weights and additions only. */
const readsInput = ({ inputs }: Element): boolean =>
  inputs.some((one) => one.kind === 'input' || ((one.kind === 'weight' || one.kind === 'merge') && readsInput(one)));

/** A leak of the chip keeps 1 − 2⁻ⁿ of a potential. */
function checkLeak(shifts: Figure<readonly number[]>, tau: number, found: Violations): void {
  const leaks = shifts.value.map((shift) => 1 - 2 ** -shift);
  if (leaks.includes(tau)) return;
  const nearest = leaks.reduce((best, leak) => (Math.abs(leak - tau) < Math.abs(best - tau) ? leak : best));
  found.add(shifts, null, {
    rule: 'leak',
    value: tau,
    limit: either(leaks.map(String)),
    message: `The plan's leak τ is ${tau}, and a potential of the chip keeps 1 − 2⁻ⁿ of itself per step; the nearest is ${nearest}.`,
    help: `Set "tau" to ${nearest} in the plan.`,
  });
}

function useOf(chip: FullyConnectedTarget, { inputs, hiddenNeurons, outputs, connections }: Numbers): CoreUse {
  const { limits, label } = chip;
  const use = (what: string, used: number, limit: number): CoreUse['uses'][number] => ({ what, used, limit, unit: '' });
  return {
    name: label,
    layer: null,
    uses: [
      use('inputs', inputs, limits.inputs.value),
      use('hidden neurons', hiddenNeurons, limits.hidden.value),
      use('output neurons', outputs, limits.outputs.value),
      use('connections between hidden neurons', connections, mostConnections(chip)),
    ],
  };
}
