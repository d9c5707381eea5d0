/** The notes of a report on thresholds that lose activations: which layers, how much, what that costs, and the remedy. Pure. */
import {
  isNeuronLayer,
  type LayerResult,
  type NeuronLayerResult,
  thresholdLossesOf,
  thresholdRemedy,
} from '../../../src-shared/results/index.ts';

/** Layers that a note names. */
const NAMED = 3;

/** A share in words, with at least one digit that is not 0. */
const percent = (share: number): string => `${share >= 0.1 ? (100 * share).toFixed(0) : Number((100 * share).toPrecision(2))} %`;

/** One note for each remedy, the layers with the largest loss first; none where nothing that matters is lost. */
export function thresholdLossNotes(layers: readonly LayerResult[]): string[] {
  const found = layers.filter(isNeuronLayer).flatMap((layer) => {
    const remedy = thresholdRemedy(layer);
    return remedy === null ? [] : [{ layer, remedy, size: thresholdLossesOf(layer)!.size! }];
  });
  return [...Map.groupBy(found, ({ remedy }) => remedy)].map(([remedy, all]) => {
    const named = all.toSorted((a, b) => b.size - a.size).slice(0, NAMED);
    const more = all.length > named.length ? ` and ${all.length - named.length} more` : '';
    return `Thresholds lose activations that matter at ${named.map(({ layer }) => loss(layer)).join('; ')}${more}. ${remedy}`;
  });
}

/** `conv2: 3.1 % clipped, 40 % silenced, 98 % of its squared conversion error`. */
function loss(layer: NeuronLayerResult): string {
  const { clipped, silenced, cost } = thresholdLossesOf(layer)!;
  const shares = [
    ...(clipped > 0 ? [`${percent(clipped)} clipped`] : []),
    ...(silenced > 0 ? [`${percent(silenced)} silenced`] : []),
  ];
  return `${layer.name} (${shares.join(', ')}: ${percent(cost)} of its squared conversion error)`;
}
