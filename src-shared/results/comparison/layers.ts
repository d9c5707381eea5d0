/** The layers of two runs side by side. */
import { conversionErrorOf, firingRateOf } from '../figures.ts';
import { isNeuronLayer, type LayerResult } from '../layers.ts';
import type { RunReport } from '../run-report.ts';
import type { ComparedLayer } from './schema.ts';

/** All layers of either run, in the order of the second, then those that only the first has. */
export function comparedLayers(first: RunReport, second: RunReport): ComparedLayer[] {
  const [a, b] = [byName(first), byName(second)];
  return [...new Set([...b.keys(), ...a.keys()])].map((key) => {
    const layers = [a.get(key), b.get(key)] as const;
    const { name, kind } = (layers[1] ?? layers[0])!;
    const both = (figure: (layer: LayerResult) => number | null): [number | null, number | null] => [
      layers[0] ? figure(layers[0]) : null,
      layers[1] ? figure(layers[1]) : null,
    ];
    return {
      name,
      kind,
      conversionError: both((layer) => (isNeuronLayer(layer) ? conversionErrorOf(layer) : null)),
      clipped: both((layer) => (isNeuronLayer(layer) ? (layer.lost?.clipped.share ?? null) : null)),
      firingRate: both((layer) => (isNeuronLayer(layer) ? firingRateOf(layer) : null)),
      energyPj: both(energyOf),
    };
  });
}

/** A neuron layer and a counted layer may have the same name. */
const byName = ({ layers }: RunReport): Map<string, LayerResult> =>
  new Map(layers.map((layer) => [`${isNeuronLayer(layer) ? 'neuron' : 'counted'} ${layer.name}`, layer]));

/** The energy of a layer over all steps in pJ per sample; null if the report does not divide it by layer. */
const energyOf = ({ energy }: LayerResult): number | null =>
  energy ? Object.values(energy).reduce((sum, steps) => sum + (steps.at(-1) ?? 0), 0) : null;
