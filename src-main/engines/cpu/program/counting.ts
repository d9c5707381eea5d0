/**
 * Chooses the way in which each layer's synaptic operations are counted (docs/algorithm.md §7). There are three, the cheapest
 * first:
 * - spikes of a neuron layer times the fan-out, if that is the same for all entries;
 * - sums that the neuron kernel forms while it runs, for one reader of each neuron layer;
 * - a pass over the value.
 */
import type { LoweredProgram, LoweredSegment } from '../../../../src-shared/lowering/index.ts';
import type { ValueId } from '../../../../src-shared/network/index.ts';
import type { NeuronUnit } from '../../../../src-shared/spiking/index.ts';
import type { PlacedLayout } from './blocked-layouts.ts';
import { fitsPacked, type NeuronPlaces } from './neuron.ts';
import { floatParameters, integerParameters } from './parameters.ts';
import type { CountOperation, Operand, ScaleOperation } from './program.ts';

export interface Counting {
  /** The operations that count a segment's layers. They run before the segment. */
  before(segment: LoweredSegment): (CountOperation | ScaleOperation)[];
  /** Index of a neuron layer, and the counted layer for which its kernel counts. */
  neuron(unit: NeuronUnit): Pick<NeuronPlaces, 'neuron' | 'fanOut'>;
}

/** `neurons`: ids of the neuron layers, in the order of their indices. */
export function createCounting(
  { spiking, counted }: LoweredProgram,
  neurons: readonly string[],
  layouts: ReadonlyMap<ValueId, PlacedLayout>,
  operand: (value: ValueId) => Operand,
): Counting {
  const fused = new Map<string, number>();
  counted.forEach(({ source, fanOut }, index) => {
    if (source && fanOut && !fused.has(source.id) && !isUniform(fanOut) && fitsPacked(source, fanOut))
      fused.set(source.id, index);
  });

  const count = (segment: LoweredSegment, index: number): (CountOperation | ScaleOperation)[] => {
    const { layer, source, fanOut, quanta } = counted[index]!;
    const map = fanOut!;
    if (source && fused.get(source.id) === index) return [];
    if (source && isUniform(map)) return [{ kind: 'scale', counted: index, neuron: neurons.indexOf(source.id), factor: map[0]! }];
    const value = layer.inputs[0]!;
    const layout = layouts.get(value)!;
    const constant = segment.coding === 'rate' ? spiking.constantParts.get(value) : undefined;
    return [
      {
        kind: 'count',
        counted: index,
        input: operand(value),
        weights: integerParameters(layout, (entry) => map[entry % map.length]!),
        silent: floatParameters(layout, (entry) => (constant ? -constant[entry]! : 0)),
        resting: constant?.reduce((sum, part, entry) => sum + (part === 0 ? 0 : map[entry % map.length]!), 0) ?? 0,
        reciprocal: quanta && floatParameters(layout, (entry) => (quanta[entry]! > 0 ? 1 / quanta[entry]! : 0)),
      },
    ];
  };

  return {
    before: (segment) => segment.counted.flatMap((index) => count(segment, index)),
    neuron(unit) {
      const index = fused.get(unit.id);
      const fanOut = index === undefined ? undefined : { counted: index, map: counted[index]!.fanOut! };
      return { neuron: neurons.indexOf(unit.id), fanOut };
    },
  };
}

const isUniform = (map: Float64Array): boolean => map.every((value) => value === map[0]);
