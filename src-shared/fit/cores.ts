/** A chip of cores: the memory that each layer needs, and which core gets which layer. */
import { hasPlace } from './chip-rules.ts';
import type { Element, WeightElement } from './elements.ts';
import { matchLayers } from './matching.ts';
import type { CoreUse } from './report.ts';
import type { CoresTarget } from './target.ts';
import type { Violations } from './violations.ts';

/** Words of memory: weights of 8 bits, potentials of 16 bits, biases. */
export interface CoreMemory {
  readonly kernel: number;
  readonly neuron: number;
  readonly bias: number;
}

const MEMORIES = ['kernel', 'neuron', 'bias'] as const;

/** The next power of two as an exponent: 5 gives 3. */
const bits = (size: number): number => Math.ceil(Math.log2(size));

/**
 * Memory that a layer needs. Addresses are made of whole bits, so that sizes count as powers of two: 10 outputs of a 3×3 kernel over
 * 2 channels take 2 · 2⁴ · 2⁴ words.
 */
export function memoryOf({ channels, outputs, kernel, outputMap, bias }: WeightElement): CoreMemory {
  return {
    kernel: channels * 2 ** (bits(kernel[0] * kernel[1]) + bits(outputs)),
    neuron: outputs * 2 ** (bits(outputMap[0]) + bits(outputMap[1])),
    bias: bias ? outputs : 0,
  };
}

/** Gives layers to cores and adds a violation for each layer that gets none. */
export function placeOnCores(
  chip: CoresTarget,
  elements: readonly Element[],
  found: Violations,
): { readonly cores: CoreUse[]; readonly unplaced: CoreUse[] } {
  const layers = elements.filter((element) => element.kind === 'weight').filter((element) => hasPlace(chip, element));
  const needs = layers.map(memoryOf);
  const { value: cores } = chip.cores;
  const fits = needs.map((need) =>
    cores.flatMap((core, index) => (MEMORIES.every((one) => need[one] <= core[one]) ? [index] : [])),
  );
  const placed = matchLayers(fits);
  layers.forEach((layer, index) => {
    if (fits[index]!.length === 0) tooLarge(chip, layer, needs[index]!, found);
    else if (placed[index] === undefined) noCore(chip, layer, needs[index]!, fits[index]!, layers.length, found);
  });
  return {
    cores: cores.map((limits, core) => {
      const layer = placed.indexOf(core);
      const need = needs[layer] ?? { kernel: 0, neuron: 0, bias: 0 };
      return useOf(`Core ${core}`, layers[layer]?.name ?? null, need, limits);
    }),
    unplaced: layers.flatMap((layer, index) =>
      placed[index] === undefined ? [useOf(layer.name, layer.name, needs[index]!, null)] : [],
    ),
  };
}

const useOf = (name: string, layer: string | null, need: CoreMemory, limits: CoreMemory | null): CoreUse => ({
  name,
  layer,
  uses: MEMORIES.map((one) => ({ what: one, used: need[one], limit: limits?.[one] ?? null, unit: 'words' })),
});

const WORDS: Readonly<Record<keyof CoreMemory, string>> = { kernel: 'weights', neuron: 'neurons', bias: 'biases' };
const HELP: Readonly<Record<keyof CoreMemory, string>> = {
  kernel: 'Use fewer channels or a smaller kernel; a linear layer also shrinks if the map in front of it is pooled.',
  neuron: 'Use fewer channels, a larger stride or smaller inputs. Sizes of maps count as powers of two.',
  bias: 'Use fewer output channels, or a layer without bias.',
};

function tooLarge({ cores }: CoresTarget, layer: WeightElement, need: CoreMemory, found: Violations): void {
  const most = (one: keyof CoreMemory): number => Math.max(...cores.value.map((core) => core[one]));
  const over = MEMORIES.filter((one) => need[one] > most(one));
  for (const one of over) {
    found.add(cores, layer, {
      rule: `${one}-memory`,
      value: need[one],
      limit: most(one),
      message: `${layer.name} needs ${need[one]} words for ${WORDS[one]}, and the largest core has ${most(one)}.`,
      help: HELP[one],
    });
  }
  if (over.length > 0) return;
  found.add(cores, layer, {
    rule: 'core-memory',
    value: describe(need),
    limit: 'one core that has all of it',
    message: `${layer.name} needs ${describe(need)}, and no single core has all of it.`,
    help: `${HELP.kernel} ${HELP.neuron}`,
  });
}

function noCore(
  { cores }: CoresTarget,
  layer: WeightElement,
  need: CoreMemory,
  fits: readonly number[],
  layers: number,
  found: Violations,
): void {
  const isTooMany = layers > cores.value.length;
  found.add(cores, layer, {
    rule: isTooMany ? 'layers' : 'mapping',
    value: isTooMany ? layers : describe(need),
    limit: isTooMany ? cores.value.length : `cores ${fits.join(', ')}`,
    message: isTooMany
      ? `${layer.name} has no core left: the network has ${layers} layers of weights for ${cores.value.length} cores.`
      : `${layer.name} needs ${describe(need)}. Only ${fits.length === 1 ? 'core' : 'cores'} ${fits.join(', ')} can hold it, and other layers need ${fits.length === 1 ? 'it' : 'them'}.`,
    help: isTooMany
      ? 'Use fewer layers with weights.'
      : 'Make this layer or one of the others smaller, so that another core can hold it.',
  });
}

const describe = (need: CoreMemory): string => MEMORIES.map((one) => `${need[one]} words for ${WORDS[one]}`).join(', ');
