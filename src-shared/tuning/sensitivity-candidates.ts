/**
 * The changes that a sensitivity table tries: one field of one neuron layer at a time. A change that a layer cannot have, or that leaves
 * its settings as they are, is no candidate.
 */
import {
  codingChoices,
  codingSettings,
  type Coding,
  type LayerSettings,
  methodChoices,
  neuronChoices,
  type PartialSettings,
  type PlacedLayer,
} from '../plan/index.ts';

/** What is changed: a setting of the layer, or the scale of its threshold. */
export const SENSITIVITY_FIELDS = ['coding', 'neuron', 'thresholds', 'method', 'scale'] as const;
/** A field of `SENSITIVITY_FIELDS`. */
export type SensitivityField = (typeof SENSITIVITY_FIELDS)[number];

/** One change of one layer. */
export interface SensitivityCandidate {
  readonly layer: string;
  readonly field: SensitivityField;
  /** The value of the field in the plan, and the value to try, as a person reads them. */
  readonly from: string;
  readonly to: string;
  /** The settings to lay over those of the layer. */
  readonly change: PartialSettings;
}

/** Numbers of thresholds that are tried, and factors on the threshold. */
const LEVELS = [2, 4, 8];
const FACTORS = [0.5, 2];

/** The candidates of a layer with these settings. `coding`: that of the network's input, which decides about leaky codings. */
export function layerCandidates(layer: PlacedLayer, settings: LayerSettings, coding: Coding): SensitivityCandidate[] {
  const { neuron, thresholds, threshold } = settings;
  const { method, percentile, scale, value } = threshold;
  const candidate = (field: SensitivityField, from: string, to: string, change: PartialSettings): SensitivityCandidate => ({
    layer: layer.name,
    field,
    from,
    to,
    change,
  });
  const open = (choices: readonly { readonly value: string; readonly closed: unknown }[], now: string): string[] =>
    choices.filter((choice) => choice.closed === null && choice.value !== now).map((choice) => choice.value);
  // A neuron without negative spikes of its own is the same as the one with them in these layers.
  const alike = (kind: string): string =>
    layer.rule === 'signed' || settings.coding.startsWith('differential') ? kind.replace('-negative', '') : kind;
  const neurons = open(neuronChoices([settings.coding]), neuron).filter(
    (kind, index, all) => alike(kind) !== alike(neuron) && all.findIndex((other) => alike(other) === alike(kind)) === index,
  );
  const counts = neuron.startsWith('mt') || neuron === 'ms' ? LEVELS.filter((count) => count !== thresholds) : [];
  const named = (name: string): string => (name === 'percentile' ? `percentile ${percentile}` : name);
  return [
    ...open(codingChoices(coding), settings.coding).map((to) =>
      candidate('coding', settings.coding, to, codingSettings(to as Coding, [settings])),
    ),
    ...neurons.map((to) => candidate('neuron', neuron, to, { neuron: to as LayerSettings['neuron'] })),
    ...counts.map((count) => candidate('thresholds', String(thresholds), String(count), { thresholds: count })),
    ...open(methodChoices([layer], [settings]), value === undefined ? method : '').map((to) =>
      candidate('method', value === undefined ? named(method) : `value ${value}`, named(to), {
        threshold: { method: to as LayerSettings['threshold']['method'] },
      }),
    ),
    // A fixed value has no scale: the value itself is changed.
    ...FACTORS.map((factor) =>
      value === undefined
        ? candidate('scale', String(scale), String(scale * factor), { threshold: { scale: scale * factor } })
        : candidate('scale', `value ${value}`, `value ${value * factor}`, { threshold: { value: value * factor } }),
    ),
  ];
}

/**
 * The settings that a row of a table changes, in a layer that has `settings`: those of the plan that the table is of. Undefined if the layer
 * has no such change.
 */
export const changeOfRow = (
  { field, to }: Pick<SensitivityCandidate, 'field' | 'to'>,
  layer: PlacedLayer,
  settings: LayerSettings,
  coding: Coding,
): PartialSettings | undefined =>
  layerCandidates(layer, settings, coding).find((one) => one.field === field && one.to === to)?.change;
