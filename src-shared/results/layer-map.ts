/** A figure of a run by layer and step, for a heat-map: the values of each layer, and the reason if the run has none. */
import { type CountedLayerResult, isNeuronLayer, type LayerResult, type NeuronLayerResult } from './layers.ts';
import type { RunReport } from './run-report.ts';

/** The figures that a map can show. */
export const MAP_FIGURES = ['conversion-error', 'clipped', 'firing-rate', 'energy'] as const;

/** A figure of a map. */
export type MapFigure = (typeof MAP_FIGURES)[number];

/** A row of a map: a layer with one value per step. Shares are fractions, energy is in pJ per sample of that step alone. */
export interface MapRow {
  readonly name: string;
  readonly kind: LayerResult['kind'];
  readonly values: readonly number[];
}

/** A figure by layer and step. */
export interface LayerMap {
  readonly figure: MapFigure;
  readonly steps: number;
  /** In the order of the report. Layers without values are left out. */
  readonly rows: readonly MapRow[];
  /** Largest value. */
  readonly most: number;
  /** The reason why there are no rows; null if there are some. */
  readonly missing: 'simulated' | 'older' | 'no-layers' | null;
}

/** The map of a figure. Energy has rows for neuron layers and for counted layers, the others for neuron layers. */
export function layerMap({ layers, settings }: RunReport, figure: MapFigure): LayerMap {
  const rows = layers.flatMap((layer): MapRow[] => {
    const values = valuesOf(layer, figure);
    return values === undefined ? [] : [{ name: layer.name, kind: layer.kind, values }];
  });
  const most = rows.reduce((least, { values }) => values.reduce((a, b) => Math.max(a, b), least), 0);
  const missing = rows.length > 0 ? null : missingOf(layers.length, figure);
  return { figure, steps: settings.steps, rows, most, missing };
}

function valuesOf(layer: LayerResult, figure: MapFigure): readonly number[] | undefined {
  if (figure === 'energy') return energyOfSteps(layer);
  if (!isNeuronLayer(layer)) return undefined;
  return neuronValues(layer, figure);
}

function neuronValues(layer: NeuronLayerResult, figure: Exclude<MapFigure, 'energy'>): readonly number[] | undefined {
  if (figure === 'conversion-error') return layer.conversion_error;
  return figure === 'clipped' ? layer.clipped : layer.firing_rate;
}

/** The sum of a layer's terms, step by step; the report has it summed from the first step. */
function energyOfSteps({ energy }: NeuronLayerResult | CountedLayerResult): number[] | undefined {
  const terms = Object.values(energy ?? {});
  const [first] = terms;
  return first?.map((_, t) => terms.reduce((sum, term) => sum + (term[t] ?? 0) - (t === 0 ? 0 : (term[t - 1] ?? 0)), 0));
}

function missingOf(layers: number, figure: MapFigure): NonNullable<LayerMap['missing']> {
  if (layers === 0) return 'no-layers';
  return figure === 'conversion-error' ? 'simulated' : 'older';
}
