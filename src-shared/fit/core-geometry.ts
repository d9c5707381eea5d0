/** Rules of a chip of cores about shapes: maps, kernels, strides, padding, pooling, connections of a core, classes. */
import { either } from './chip-rules.ts';
import { destinationsOf, type Element, type PoolElement, type WeightElement } from './elements.ts';
import type { CoresTarget } from './target.ts';
import type { Violations } from './violations.ts';

/** Checks the shapes of all elements that have a place on the chip. */
export function checkGeometry(chip: CoresTarget, elements: readonly Element[], found: Violations): void {
  const factors = new Map<Element, readonly number[]>();
  for (const element of elements) {
    factors.set(element, factorsOf(element, factors));
    if (element.kind === 'weight') checkWeights(chip, element, found);
    if (element.kind === 'pool') checkPool(chip, element, factors.get(element)!, found);
    if (element.kind === 'neuron') checkDestinations(chip, element, elements, found);
    if (element.kind === 'weight') checkFactors(chip, element, factors, found);
    if (element.kind === 'output' && element.size > chip.limits.classes.value) {
      found.add(chip.limits.classes, element, {
        rule: 'classes',
        value: element.size,
        limit: chip.limits.classes.value,
        message: `The output ${element.name} has ${element.size} values, and the chip can read out ${chip.limits.classes.value}.`,
        help: 'Train the network for fewer classes, or read the spikes of the last layer outside of the chip.',
      });
    }
  }
}

const times = (sizes: readonly number[]): string => sizes.join('×');

function checkWeights(chip: CoresTarget, layer: WeightElement, found: Violations): void {
  if (!chip.weights.value.includes(layer.op)) return;
  for (const { figure, rule, sizes, what, help } of sizesOf(chip, layer)) {
    const value = Math.max(...sizes);
    if (value <= figure.value) continue;
    const message = `${layer.name} has ${what} ${times(sizes)}, and the largest is ${figure.value}.`;
    found.add(figure, layer, { rule, value, limit: figure.value, message, help });
  }
  checkForms(chip, layer, found);
  if (layer.corrected && layer.pads.some((pad) => pad > 0)) {
    found.add(chip.cores, layer, {
      rule: 'correction',
      value: 'a constant at each position',
      limit: 'one bias for each channel',
      message: `The correction of the mean error adds a constant behind ${layer.name}; at its padded borders the constant differs from that inside, and a core has one bias for each channel.`,
      help: 'Set the correction of the layers in front of it to none, and calibrate again.',
    });
  }
}

/** The sizes of a layer that have a largest value. */
function sizesOf({ limits }: CoresTarget, layer: WeightElement) {
  const { kernel, inputMap, outputMap, channels, outputs, pads, dilations, group } = layer;
  return [
    {
      ...{ figure: limits.inputMap, rule: 'input-map', sizes: inputMap, what: 'an input map of' },
      help: 'Use smaller inputs, or pool earlier.',
    },
    {
      ...{ figure: limits.outputMap, rule: 'output-map', sizes: outputMap, what: 'an output map of' },
      help: 'Use a larger stride in this layer, smaller inputs, or pooling in front of it.',
    },
    {
      ...{ figure: limits.channels, rule: 'channels', sizes: [Math.max(channels, outputs)], what: 'a number of channels of' },
      help: 'Use fewer channels in this layer.',
    },
    {
      ...{ figure: limits.kernel, rule: 'kernel', sizes: kernel, what: 'a kernel of' },
      help: layer.op === 'Linear' ? 'Pool the map in front of this layer to fewer positions.' : 'Use a smaller kernel.',
    },
    {
      ...{ figure: limits.padding, rule: 'padding', sizes: [Math.max(...pads)], what: 'a padding of' },
      help: 'Use less padding, or a smaller kernel.',
    },
    {
      ...{ figure: limits.dilation, rule: 'dilation', sizes: dilations, what: 'a dilation of' },
      help: 'Use a larger kernel without dilation.',
    },
    {
      ...{ figure: limits.groups, rule: 'groups', sizes: [group], what: 'a number of groups of' },
      help: 'Write the grouped kernel as a dense one with zeros between the groups; it takes more kernel memory.',
    },
  ] as const;
}

/** Checks what is allowed or not, whatever its size. */
function checkForms({ limits }: CoresTarget, layer: WeightElement, found: Violations): void {
  const { name, kernel, strides, pads } = layer;
  if (kernel[0] !== kernel[1]) {
    found.add(limits.kernel, layer, {
      rule: 'kernel-square',
      value: times(kernel),
      limit: 'square',
      message: `${name} has a kernel of ${times(kernel)}, and kernels are square.`,
      help:
        layer.op === 'Linear'
          ? 'Pool or pad the map in front of this layer to a square.'
          : 'Pad the kernel with zeros to a square.',
    });
  }
  const stride = strides.find((one) => !limits.strides.value.includes(one));
  if (stride !== undefined) {
    const possible = either(limits.strides.value.map(String));
    found.add(limits.strides, layer, {
      rule: 'stride',
      value: stride,
      limit: possible,
      message: `${name} has a stride of ${stride}, and the chip has ${possible}.`,
      help: `Use a stride of ${possible}.`,
    });
  }
  const half = pads.length / 2;
  if (pads.some((pad, axis) => axis < half && pad !== pads[axis + half])) {
    found.add(limits.padding, layer, {
      rule: 'padding-symmetric',
      value: pads.join(', '),
      limit: 'the same on both sides',
      message: `${name} has padding of ${pads.join(', ')} (top, left, bottom, right), and the chip pads both sides alike.`,
      help: 'Use symmetric padding, or a kernel that is padded with zeros.',
    });
  }
}

/** The factors by which pooling in front of an element's reader multiplies windows; one for each path. */
const factorsOf = (element: Element, known: ReadonlyMap<Element, readonly number[]>): readonly number[] => {
  if (element.kind !== 'pool' && element.kind !== 'merge') return [1];
  const before = element.inputs.flatMap((input) => known.get(input)!);
  return [...new Set(element.kind === 'pool' ? before.map((factor) => factor * element.kernel[0]!) : before)];
};

function checkPool({ limits: { pooling } }: CoresTarget, pool: PoolElement, factors: readonly number[], found: Violations): void {
  const { name, kernel, strides, pads } = pool;
  const isPlain = kernel[0] === kernel[1] && times(strides) === times(kernel) && pads.every((pad) => pad === 0);
  if (!isPlain) {
    found.add(pooling, pool, {
      rule: 'pool-window',
      value: `${times(kernel)}, stride ${times(strides)}`,
      limit: 'square windows that tile the map, without padding',
      message: `${name} pools windows of ${times(kernel)} with a stride of ${times(strides)}${pads.some((pad) => pad !== 0) ? ' and padding' : ''}, and the chip pools square windows that tile the map.`,
      help: 'Use a square window with a stride of the same size and no padding, or a convolution in its place.',
    });
  }
  const wrong = factors.find((factor) => !pooling.value.includes(factor));
  if (wrong === undefined) return;
  found.add(pooling, pool, {
    rule: 'pooling',
    value: wrong,
    limit: either(pooling.value.map(String)),
    message: `${name} ends pooling of ${wrong}×${wrong} in all, and a core can pool ${either(pooling.value.map(String))} in each direction.`,
    help: 'Pool less here and more in other layers, or use convolutions with a stride.',
  });
}

/** Pooled branches that meet in one layer need the same factor in its weights. */
function checkFactors(
  { limits: { pooling } }: CoresTarget,
  layer: WeightElement,
  known: ReadonlyMap<Element, readonly number[]>,
  found: Violations,
): void {
  const factors = [...new Set(layer.inputs.flatMap((input) => known.get(input)!))];
  if (factors.length < 2) return;
  found.add(pooling, layer, {
    rule: 'pooling-branches',
    value: factors.join(', '),
    limit: 'one factor',
    message: `${layer.name} reads branches that are pooled by ${factors.join(' and ')}, but its weights can take only one factor.`,
    help: 'Pool all branches alike, or after their addition.',
  });
}

function checkDestinations(
  { limits: { destinations } }: CoresTarget,
  layer: Element,
  elements: readonly Element[],
  found: Violations,
): void {
  const readers = new Set(destinationsOf(elements, layer));
  if (readers.size <= destinations.value) return;
  found.add(destinations, layer, {
    rule: 'destinations',
    value: readers.size,
    limit: destinations.value,
    message: `${layer.name} sends to ${readers.size} layers (${[...readers].map(({ name }) => name).join(', ')}), and a core sends to ${destinations.value}.`,
    help: 'Send its spikes to fewer layers; a layer may be repeated with the same weights on another core.',
  });
}
