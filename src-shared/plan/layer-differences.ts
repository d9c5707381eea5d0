/** The layers in which two plans differ in effect, field by field: the difference that a person sees on the graph, not that of two texts. */
import { networkCodingOf, readoutFromOf, stepsOf, tauOf } from './defaults.ts';
import { fieldOf, SETTINGS_FIELDS, type SettingsField } from './fields.ts';
import { idleOf } from './idle.ts';
import { isLeaky } from './neuron-coding.ts';
import type { Plan } from './plan.ts';
import { layerSettings, type PlacedLayer } from './resolve.ts';
import type { LayerSettings } from './types.ts';

/** A field of a layer with the values of both plans; undefined for a fixed threshold that a plan does not set. */
export interface FieldDifference {
  readonly field: SettingsField;
  readonly from: string | number | undefined;
  readonly to: string | number | undefined;
}

/**
 * What differs between the settings that two plans give each layer, by name, in the order of `layers`. Layers that do not differ are
 * absent, and so are fields without effect under either plan, such as the percentile beside a fixed threshold.
 */
export function layerDifferences(
  from: Plan,
  to: Plan,
  layers: readonly PlacedLayer[],
): ReadonlyMap<string, readonly FieldDifference[]> {
  const [before, after] = [layerSettings(from, layers), layerSettings(to, layers)];
  return new Map(
    layers.flatMap((layer) => {
      const differences = fieldDifferences(before.get(layer.name)!, after.get(layer.name)!, layer);
      return differences.length === 0 ? [] : [[layer.name, differences] as const];
    }),
  );
}

function fieldDifferences(before: LayerSettings, after: LayerSettings, { rule }: PlacedLayer): FieldDifference[] {
  const hasEffect = (field: SettingsField): boolean =>
    [before, after].some((used) => {
      // A fixed value takes the method's place.
      const isReplaced = field === 'threshold.method' && used.threshold.value !== undefined;
      return !isReplaced && idleOf(field, used, rule) === null;
    });
  return SETTINGS_FIELDS.map((field) => ({ field, from: fieldOf(before, field), to: fieldOf(after, field) })).filter(
    ({ field, from, to }) => from !== to && hasEffect(field),
  );
}

/** A field of the whole network with the values of both plans; `coding` is that of the network's input and output. */
export interface NetworkDifference {
  readonly field: 'steps' | 'tau' | 'readout.from' | 'coding';
  readonly from: string | number;
  readonly to: string | number;
}

/** What differs between two plans besides their layers. The leak counts only if one of the codings has it. */
export function networkDifferences(from: Plan, to: Plan): readonly NetworkDifference[] {
  const codings = [networkCodingOf(from), networkCodingOf(to)] as const;
  const all: NetworkDifference[] = [
    { field: 'steps', from: stepsOf(from), to: stepsOf(to) },
    ...(codings.some(isLeaky) ? [{ field: 'tau' as const, from: tauOf(from), to: tauOf(to) }] : []),
    { field: 'readout.from', from: readoutFromOf(from), to: readoutFromOf(to) },
    { field: 'coding', from: codings[0], to: codings[1] },
  ];
  return all.filter((one) => one.from !== one.to);
}
