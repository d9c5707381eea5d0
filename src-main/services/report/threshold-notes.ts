/** Notes on thresholds that lose activations: the layers, the size of the loss, its share of the error, and the remedy. Pure. */
import { joined, layerNamed, type Message, say, warning, type Warning } from '../../../src-shared/message/index.ts';
import {
  isNeuronLayer,
  type LayerResult,
  type NeuronLayerResult,
  thresholdLossesOf,
  thresholdRemedy,
} from '../../../src-shared/results/index.ts';

/** Number of layers that a note names. */
const NAMED = 3;

/** A share as a percentage with at least one digit that is not 0. */
const percent = (share: number): string => `${share >= 0.1 ? (100 * share).toFixed(0) : Number((100 * share).toPrecision(2))} %`;

/** One warning for each remedy, with the layers of largest loss first; empty if no loss matters. */
export function thresholdLossNotes(layers: readonly LayerResult[]): Warning[] {
  const found = layers.filter(isNeuronLayer).flatMap((layer) => {
    const remedy = thresholdRemedy(layer);
    return remedy === null ? [] : [{ layer, remedy, size: thresholdLossesOf(layer)!.size! }];
  });
  return [...Map.groupBy(found, ({ remedy }) => remedy)].map(([remedy, all]) => {
    const named = all.toSorted((a, b) => b.size - a.size).slice(0, NAMED);
    const more = all.length > named.length ? ` and ${all.length - named.length} more` : '';
    const losses = joined(
      named.map(({ layer }) => loss(layer)),
      '; ',
    );
    return warning(say`Thresholds lose activations that matter at ${losses}${more}. ${remedy}`);
  });
}

/** Describes one layer: `conv2: 3.1 % clipped, 40 % silenced, 98 % of its squared conversion error`. */
function loss(layer: NeuronLayerResult): Message {
  const { clipped, silenced, cost } = thresholdLossesOf(layer)!;
  const shares = [
    ...(clipped > 0 ? [`${percent(clipped)} clipped`] : []),
    ...(silenced > 0 ? [`${percent(silenced)} silenced`] : []),
  ];
  return say`${layerNamed(layer.name)} (${shares.join(', ')}: ${percent(cost)} of its squared conversion error)`;
}
