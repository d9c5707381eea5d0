/** Values that the graph can be coloured by, one per graph node, from the calibration, the plan, or a run's report. */
import type { CalibrationSummary, Graph } from '../../../src-shared/contract/index.ts';
import type { LayerSettings } from '../../../src-shared/plan/index.ts';
import { isNeuronLayer, type RunReport } from '../../../src-shared/results/index.ts';
import { hasThresholds } from './badges.ts';

export type OverlayKind = 'threshold' | 'thresholds' | 'firing-rate' | 'conversion-error' | 'energy-share';

/** How the values of a group's nodes become one: energy adds up, the worst error counts, others are averaged. */
export type Fold = 'mean' | 'sum' | 'largest';

export interface OverlayValues {
  readonly kind: OverlayKind;
  /** By graph node. A node that could have a value, but was not measured, has null; others are absent. */
  readonly values: ReadonlyMap<string, number | null>;
  readonly fold: Fold;
  readonly log: boolean;
  /** Least and largest value; null where there are none. */
  readonly range: readonly [number, number] | null;
}

export interface OverlaySources {
  readonly graph: Graph;
  readonly settings: ReadonlyMap<string, LayerSettings>;
  readonly calibration: CalibrationSummary | null;
  readonly report: RunReport | null;
}

const FOLDS: Readonly<Record<OverlayKind, Fold>> = {
  threshold: 'mean',
  thresholds: 'largest',
  'firing-rate': 'mean',
  'conversion-error': 'largest',
  'energy-share': 'sum',
};
const LOGARITHMIC: ReadonlySet<OverlayKind> = new Set<OverlayKind>(['threshold', 'conversion-error', 'energy-share']);
/** Values this close to each other are shown on a linear scale even so. */
const NARROW = 4;

/** True for overlays that a run has to be there for. */
export const needsRun = (kind: OverlayKind): boolean => kind !== 'threshold' && kind !== 'thresholds';

/** The values of an overlay. */
export function overlayValues(kind: OverlayKind, sources: OverlaySources): OverlayValues {
  const values = new Map<string, number | null>();
  const byLayer = layerValues(kind, sources);
  for (const { id, layer, counted } of sources.graph.nodes) {
    if (layer !== null) values.set(id, byLayer(layer) ?? null);
    else if (counted !== null && kind === 'energy-share') values.set(id, countedShare(sources.report, counted) ?? null);
  }
  const known = [...values.values()].filter((value) => value !== null);
  const range = known.length === 0 ? null : ([Math.min(...known), Math.max(...known)] as const);
  const log = LOGARITHMIC.has(kind) && range !== null && range[0] > 0 && range[1] / range[0] > NARROW;
  return { kind, values, fold: FOLDS[kind], log, range };
}

function layerValues(kind: OverlayKind, sources: OverlaySources): (layer: string) => number | undefined {
  const { settings, calibration, report } = sources;
  if (kind === 'thresholds') {
    return (layer) => {
      const used = settings.get(layer);
      return used && (hasThresholds(used.neuron) ? used.thresholds : 1);
    };
  }
  if (kind === 'threshold') {
    const middles = new Map(calibration?.layers.map(({ layer, threshold }) => [layer, threshold[1]]));
    return (layer) => settings.get(layer)?.threshold.value ?? middles.get(layer);
  }
  const results = new Map(report?.layers.filter(isNeuronLayer).map((layer) => [layer.name, layer]));
  if (kind === 'firing-rate') return (layer) => meanOf(results.get(layer)?.firing_rate);
  if (kind === 'conversion-error') return (layer) => results.get(layer)?.conversion_error?.at(-1);
  return (layer) => results.get(layer)?.energy_share;
}

const countedShare = (report: RunReport | null, name: string): number | undefined =>
  report?.layers.find((layer) => layer.kind !== 'neuron' && layer.name === name)?.energy_share;

const meanOf = (values: readonly number[] | undefined): number | undefined =>
  values?.length ? values.reduce((sum, value) => sum + value, 0) / values.length : undefined;

/** One value for several nodes; null where none was measured, undefined where none could be. */
export function foldValues({ values, fold }: OverlayValues, nodes: readonly string[]): number | null | undefined {
  const able = nodes.flatMap((node) => (values.has(node) ? [values.get(node)!] : []));
  if (able.length === 0) return undefined;
  const known = able.filter((value) => value !== null);
  if (known.length === 0) return null;
  if (fold === 'largest') return Math.max(...known);
  const sum = known.reduce((total, value) => total + value, 0);
  return fold === 'sum' ? sum : sum / known.length;
}

/** Place of a value on the colour scale, 0…1. Values of groups may lie above the range of single nodes; the scale ends there. */
export function placeOnScale(
  value: number,
  scale: { readonly range: readonly [number, number] | null; readonly log: boolean },
): number {
  if (!scale.range) return 0;
  const [low, high] = scale.range.map((end) => (scale.log ? Math.log(end) : end)) as [number, number];
  if (high === low) return 1;
  return Math.min(1, Math.max(0, ((scale.log ? Math.log(value) : value) - low) / (high - low)));
}

/** The range that the colour scale spans: that of everything on screen, groups included, so that nothing is cut off. */
export function scaleOf(
  overlay: OverlayValues,
  shown: readonly (readonly string[])[],
): { range: readonly [number, number] | null; log: boolean } {
  const values = shown.flatMap((nodes) => foldValues(overlay, nodes) ?? []);
  const all = [...(overlay.range ?? []), ...values];
  return { range: all.length === 0 ? null : [Math.min(...all), Math.max(...all)], log: overlay.log };
}
