/** A network in whole numbers while it is being made: values with their units and proven bounds, and layers so far. */
import { SpikeloomError } from '../../errors/index.ts';
import { layerNamed, type Message, say } from '../../message/index.ts';
import type { Network, ValueId } from '../../network/index.ts';
import type { LoweredProgram } from '../../lowering/index.ts';
import { atBatch, type Shape, sizeOf } from '../../tensor/index.ts';
import { factorOf, MOST, rescaled } from '../arithmetic.ts';
import type { FixedCount, FixedLayer, FixedValue, PerEntryFactor } from '../network.ts';
import { perEntry } from '../per-entry.ts';

/** A value of the draft. */
export interface DraftValue {
  /** Position in the network's values. */
  readonly index: number;
  /** Entries of a channel (axis 1): H · W for `[B, C, H, W]`, 1 for `[B, K]`. */
  readonly channel: number;
  /** For every entry of a sample, the real number that 1 stands for. 0 if the entry is always 0. */
  readonly unit: Float64Array;
  /** For every entry, its largest magnitude in whole numbers. */
  readonly bound: Float64Array;
  readonly repeats: boolean;
}

/** The draft of a network. */
export interface Draft {
  readonly program: LoweredProgram;
  readonly steps: number;
  readonly values: FixedValue[];
  readonly layers: FixedLayer[];
  readonly counted: FixedCount[];
  readonly byId: Map<ValueId, DraftValue>;
}

/** An error for a layer that has no form in whole numbers. `instead` is a remedy, as an imperative. */
export const unsupported = (layer: string, what: string, instead: Message): SpikeloomError =>
  new SpikeloomError(
    'numbers.unsupported',
    say`${layerNamed(layer)}: ${what} has no form in whole numbers; ${instead}, or keep float32 numbers.`,
    { at: { layer } },
  );

/** Shape of a value of one sample, its batch axis 1. */
export const sampleShape = ({ shapes }: Pick<Network, 'shapes'>, value: ValueId): number[] => atBatch(shapes.get(value)!, 1);

/** Entries of a channel of a value `[1, C, …]`. */
export const channelSize = (shape: Shape): number => sizeOf(shape.slice(2));

/** Adds a value. Throws `numbers.unsupported` if an entry may exceed 32 bits. */
export function addValue(
  draft: Draft,
  id: ValueId,
  { channel, unit, bound, repeats }: Omit<DraftValue, 'index'>,
  layer: string,
): DraftValue {
  const most = Math.ceil(largest(bound));
  if (most > MOST)
    throw unsupported(layer, `a sum that may need ${Math.ceil(Math.log2(most)) + 1} bits`, 'use fewer threshold levels');
  const index = draft.values.push({ id, size: unit.length, bound: most, unit: perEntry(unit, channel) }) - 1;
  const value = { index, channel, unit, bound, repeats };
  draft.byId.set(id, value);
  return value;
}

/** Largest entry; 0 if there is none. */
export const largest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, value), 0);

/** Largest entry of each run of `channel` entries. */
export function largestPerChannel(values: Float64Array, channel: number): Float64Array {
  const most = new Float64Array(values.length / channel);
  for (let i = 0; i < values.length; i++) {
    const c = Math.floor(i / channel);
    most[c] = Math.max(most[c], values[i]);
  }
  return most;
}

/** The factors that turn whole numbers of one unit into whole numbers of another, entry by entry. Entries that are always 0 have the factor 0. */
export function factors({ unit, bound, channel }: DraftValue, target: Float64Array): PerEntryFactor {
  const multiplier = new Int32Array(unit.length);
  const shift = new Uint8Array(unit.length);
  for (let i = 0; i < unit.length; i++) {
    if (bound[i] === 0 || target[i] === 0) continue;
    const factor = factorOf(unit[i] / target[i]);
    multiplier[i] = factor.multiplier;
    shift[i] = factor.shift;
  }
  return { multiplier: perEntry(multiplier, channel), shift: perEntry(shift, channel) };
}

/** The bound of a value after `factors(value, target)`. */
export function boundAfter({ unit, bound }: DraftValue, target: Float64Array): Float64Array {
  return bound.map((most, i) => {
    if (most === 0 || target[i] === 0) return 0;
    const { multiplier, shift } = factorOf(unit[i] / target[i]);
    return rescaled(most, multiplier, 2 ** shift);
  });
}

/** The value in other units. */
export function inUnits(draft: Draft, value: DraftValue, target: Float64Array, name: string): DraftValue {
  const { id } = draft.values[value.index];
  const added = addValue(
    draft,
    `${id}:${draft.values.length}`,
    { channel: value.channel, unit: target, bound: boundAfter(value, target), repeats: value.repeats },
    name,
  );
  draft.layers.push({
    kind: 'sum',
    name,
    output: added.index,
    repeats: value.repeats,
    terms: [{ input: value.index, factor: factors(value, target) }],
  });
  return added;
}

/**
 * The value with one unit per run of `run` entries and with entries of at most `most`: the value itself if it is so already, else in
 * units of the largest real number of each run, divided by `most`.
 */
export function commonUnits(draft: Draft, value: DraftValue, run: number, most: number, name: string): DraftValue {
  const { unit, bound } = value;
  const fits = largest(bound) <= most;
  const live = (i: number): boolean => bound[i] > 0;
  const isCommon = unit.every((own, i) => {
    const first = i - (i % run);
    return own === unit[first] || !live(i);
  });
  if (fits && isCommon) return value;
  const reach = largestPerChannel(
    unit.map((own, i) => own * bound[i]),
    run,
  );
  return inUnits(
    draft,
    value,
    // A factor may be 2⁻¹⁶ larger than wanted.
    unit.map((_, i) => reach[Math.floor(i / run)] / (most * (1 - 2 ** -14))),
    name,
  );
}
