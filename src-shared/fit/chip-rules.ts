/** Rules that all chips have: which operators exist, how they are connected, and which neurons and codings there are. */
import type { Element, NeuronElement } from './elements.ts';
import type { FitSubject } from './report.ts';
import type { CoresTarget, ElementKind, FullyConnectedTarget } from './target.ts';
import type { Violations } from './violations.ts';

type Chip = CoresTarget | FullyConnectedTarget;

/** Checks operators, connections, neurons, codings and threshold levels. */
export function checkChip(chip: Chip, { spiking, settings }: FitSubject, elements: readonly Element[], found: Violations): void {
  for (const element of elements) {
    if (hasPlace(chip, element)) checkEdges(chip, element, found);
    else checkOperator(chip, element, found);
    if (element.kind === 'neuron') checkNeurons(chip, element, settings, found);
  }
  const { codings } = chip;
  if (codings.value.includes(spiking.coding)) return;
  found.add(codings, null, {
    rule: 'network-coding',
    value: spiking.coding,
    limit: either(codings.value),
    message: `The network's input and output use the coding ${spiking.coding}, which the chip does not have.`,
    help: `Set "coding": "${codings.value[0]}" in the plan's defaults.`,
  });
}

/** True if the chip has elements of this kind and operator. */
export const hasPlace = ({ edges, weights }: Chip, { kind, op }: Element): boolean =>
  kind !== 'other' && (kind === 'output' || kind in edges.value) && (kind !== 'weight' || weights.value.includes(op));

function checkOperator({ edges, weights, label }: Chip, element: Element, found: Violations): void {
  const { name, op } = element;
  const possible = [...weights.value, ...('pool' in edges.value ? ['AveragePool'] : []), 'Add of branches'];
  found.add(weights, element, {
    rule: 'operator',
    value: op,
    limit: either(possible),
    message: `${name} (${op}) has no place on ${label}.`,
    help: `Build this part of the network from ${either(possible)}, and train it again.`,
  });
}

const WORDS: Readonly<Record<ElementKind, string>> = {
  input: "the network's input",
  weight: 'weights',
  neuron: 'neurons',
  pool: 'pooling',
  merge: 'an addition of branches',
  output: "the network's output",
};

function checkEdges({ edges }: Chip, element: Element, found: Violations): void {
  for (const from of element.inputs) {
    if (from.kind === 'other' || element.kind === 'other') continue;
    const readers = edges.value[from.kind];
    if (readers === undefined || readers.includes(element.kind)) continue;
    const limit = Object.entries(edges.value).flatMap(([kind, to]) =>
      to.includes(element.kind as never) ? [kind as ElementKind] : [],
    );
    found.add(edges, element, {
      rule: 'connection',
      value: from.kind,
      limit: either(limit),
      message: `${nameOf(element)} reads ${nameOf(from)}, but ${WORDS[element.kind]} can only read ${either(limit.map((kind) => WORDS[kind]))}.`,
      help: remedyOf(from.kind, element.kind),
    });
  }
}

const nameOf = ({ name, kind }: Element): string =>
  kind === 'input' || kind === 'output' ? WORDS[kind] : `${name} (${kind === 'other' ? 'operator' : WORDS[kind]})`;

function remedyOf(from: ElementKind, to: ElementKind): string {
  if (to === 'output') return 'End the network with a ReLU, so that neurons give the answer, and convert it again.';
  if (to === 'merge') return 'Put a ReLU at the end of each branch in front of the addition, and train the network again.';
  if (from === 'merge') return 'Put the addition in front of a layer of weights, and train the network again.';
  if (from === 'weight') return 'Put a ReLU behind these weights, and train the network again.';
  return 'Put a layer of weights in between, and train the network again.';
}

function checkNeurons(chip: Chip, element: NeuronElement, settings: FitSubject['settings'], found: Violations): void {
  const { name, unit } = element;
  const { neurons, negativeSpikes, codings, thresholdLevels, label } = chip;
  const { coding, neuron, threshold } = settings.get(name)!;
  const wanted = neurons.value[0]!;
  if (!codings.value.includes(coding)) {
    found.add(codings, element, {
      rule: 'coding',
      value: coding,
      limit: either(codings.value),
      message: `${name} uses the coding ${coding}, which ${label} does not have.`,
      help: `Set its coding to ${codings.value[0]}.`,
    });
  }
  if (!neurons.value.includes(unit.model)) {
    found.add(neurons, element, {
      rule: 'neuron',
      value: neuron,
      limit: either(neurons.value),
      message: `${name} has ${neuron} neurons, which ${label} cannot represent.`,
      help: `Set its neuron to ${wanted}${codings.value.includes(coding) ? '' : ` together with the coding ${codings.value[0]}`}.`,
    });
  }
  // A differential ReLU layer sends negative spikes because of its coding, which is named already.
  const isSigned = unit.rule === 'signed';
  if (unit.negative && !negativeSpikes.value && (isSigned || codings.value.includes(coding))) {
    found.add(negativeSpikes, element, {
      rule: 'negative-spikes',
      value: 'negative spikes',
      limit: 'spikes of one sign',
      message: `${name} sends negative spikes, and ${label} has none.`,
      help: isSigned
        ? 'Use ReLU in place of smooth functions and products, and train the network again: its layers then need no signed neurons.'
        : `Set its neuron to ${wanted} and its coding to ${codings.value[0]}, which send none.`,
    });
  }
  const level = threshold.value === undefined ? threshold.level : 'layer';
  if (!thresholdLevels.value.includes(level)) {
    found.add(thresholdLevels, element, {
      rule: 'threshold-level',
      value: level,
      limit: either(thresholdLevels.value),
      message: `${name} has a threshold for each ${level}, and ${label} has one for each ${either(thresholdLevels.value)}.`,
      help: `Set its threshold level to ${thresholdLevels.value[0]}, and calibrate again.`,
    });
  }
}

/** Alternatives in words: `a, b or c`. */
export const either = (all: readonly string[]): string =>
  all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
