/** Values that the graph can be coloured by, one per graph node, from the calibration, the plan, a run's report, or two runs. */
import type { CalibrationSummary, Graph } from '../../../src-shared/contract/index.ts';
import type { LayerSettings } from '../../../src-shared/plan/index.ts';
import {
  type ComparedLayer,
  conversionErrorOf,
  firingRateOf,
  isNeuronLayer,
  type NeuronLayerResult,
  type RunComparison,
  type RunReport,
  thresholdLossesOf,
} from '../../../src-shared/results/index.ts';
import type { ColourMap } from '../../../src-shared/theme/heat.ts';
import type { SensitivityRow } from '../../../src-shared/tuning/sensitivity-rows.ts';
import { isRunChange, isSensitivity, type Overlay, type RunChange, type Sensitivity } from '../../state/index.ts';
import { hasThresholds } from './badges.ts';
import { largestOf } from './sensitivity-values.ts';

export type OverlayKind = Exclude<Overlay, 'none'>;

/** The rule by which the values of a group's nodes become one: energy adds up, the worst error or the largest change counts, others are averaged. */
export type Fold = 'mean' | 'sum' | 'largest' | 'extreme';

export interface OverlayValues {
  readonly kind: OverlayKind;
  /** By graph node. A node that could have a value, but was not measured, has null; others are absent. */
  readonly values: ReadonlyMap<string, number | null>;
  readonly fold: Fold;
}

/** The values that the colours stand for. */
export interface Scale {
  /** Values at the low and the high end; null where none was measured. */
  readonly range: readonly [number, number] | null;
  readonly log: boolean;
  /** Some values lie below the low end (a logarithmic scale has no place for 0), and have its colour. */
  readonly below: boolean;
  /** A diverging scale is linear, and reaches as far below 0 as above it. */
  readonly map: ColourMap;
}

/** The scale of no overlay. */
export const NO_SCALE: Scale = { range: null, log: false, below: false, map: 'heat' };

export interface OverlaySources {
  readonly graph: Graph;
  readonly settings: ReadonlyMap<string, LayerSettings>;
  readonly calibration: CalibrationSummary | null;
  readonly report: RunReport | null;
  /** Of the runs whose difference is shown. */
  readonly comparison: RunComparison | null;
  /** Of the sensitivity table. */
  readonly rows: readonly SensitivityRow[] | null;
}

const FOLDS: Readonly<Record<OverlayKind, Fold>> = {
  threshold: 'mean',
  thresholds: 'largest',
  'firing-rate': 'mean',
  'conversion-error': 'largest',
  'energy-share': 'sum',
  'threshold-cost': 'largest',
  'conversion-error-change': 'extreme',
  'clipped-change': 'extreme',
  'firing-rate-change': 'mean',
  'energy-change': 'sum',
  'sensitivity-divergence': 'largest',
  'sensitivity-agreement': 'largest',
  'sensitivity-accuracy': 'largest',
  'sensitivity-saving': 'largest',
};
const LOGARITHMIC: ReadonlySet<OverlayKind> = new Set<OverlayKind>([
  'threshold',
  'conversion-error',
  'energy-share',
  'sensitivity-divergence',
]);
/** Values this close to each other are shown on a linear scale even so. */
const NARROW = 4;
/** A logarithmic scale spans this much at most: one tiny value would leave all others a single colour. */
const WIDEST = 1e5;

/** True for overlays that a run has to be there for. */
export const needsRun = (kind: OverlayKind): boolean =>
  kind !== 'threshold' && kind !== 'thresholds' && !isRunChange(kind) && !isSensitivity(kind);

/** The values of an overlay. */
export function overlayValues(kind: OverlayKind, sources: OverlaySources): OverlayValues {
  if (isRunChange(kind)) return runChanges(kind, sources);
  if (isSensitivity(kind)) return sensitivities(kind, sources);
  const values = new Map<string, number | null>();
  const byLayer = layerValues(kind, sources);
  for (const { id, layer, counted } of sources.graph.nodes) {
    if (layer !== null) values.set(id, byLayer(layer) ?? null);
    else if (counted !== null && kind === 'energy-share') values.set(id, countedShare(sources.report, counted) ?? null);
  }
  return { kind, values, fold: FOLDS[kind] };
}

/** Figures of a layer in a run, one number each. */
const FIGURE_OF: Readonly<
  Record<
    Exclude<OverlayKind, 'threshold' | 'thresholds' | RunChange | Sensitivity>,
    (layer: NeuronLayerResult) => number | null | undefined
  >
> = {
  'firing-rate': firingRateOf,
  'conversion-error': conversionErrorOf,
  'energy-share': ({ energy_share: share }) => share,
  'threshold-cost': (layer) => thresholdLossesOf(layer)?.cost,
};

function layerValues(
  kind: Exclude<OverlayKind, RunChange | Sensitivity>,
  sources: OverlaySources,
): (layer: string) => number | undefined {
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
  const figure = FIGURE_OF[kind];
  return (layer) => {
    const result = results.get(layer);
    return (result && figure(result)) ?? undefined;
  };
}

const countedShare = (report: RunReport | null, name: string): number | undefined =>
  report?.layers.find((layer) => layer.kind !== 'neuron' && layer.name === name)?.energy_share;

/** The figure of both runs behind each change. */
const COMPARED: Readonly<Record<RunChange, 'conversionError' | 'clipped' | 'firingRate' | 'energyPj'>> = {
  'conversion-error-change': 'conversionError',
  'clipped-change': 'clipped',
  'firing-rate-change': 'firingRate',
  'energy-change': 'energyPj',
};

/** Both values of the figure behind a change, for a graph node; undefined if the node has no such figure. */
export function comparedValues(
  kind: RunChange,
  { layer, counted }: Pick<Graph['nodes'][number], 'layer' | 'counted'>,
  { layers }: RunComparison,
): ComparedLayer['energyPj'] | undefined {
  const found =
    layer === null
      ? layers.find((one) => one.kind !== 'neuron' && one.name === counted)
      : layers.find((one) => one.kind === 'neuron' && one.name === layer);
  return layer === null && kind !== 'energy-change' ? undefined : found?.[COMPARED[kind]];
}

/** The second run minus the first; null where a run does not have the figure. */
function runChanges(kind: RunChange, { graph, comparison }: OverlaySources): OverlayValues {
  const values = new Map<string, number | null>();
  for (const node of graph.nodes) {
    const able = node.layer !== null || (node.counted !== null && kind === 'energy-change');
    if (!able) continue;
    const [first = null, second = null] = (comparison && comparedValues(kind, node, comparison)) ?? [];
    values.set(node.id, first === null || second === null ? null : second - first);
  }
  return { kind, values, fold: FOLDS[kind] };
}

function sensitivities(kind: Sensitivity, { graph, rows }: OverlaySources): OverlayValues {
  const byLayer = Map.groupBy(rows ?? [], ({ layer }) => layer);
  const valueOf = (layer: string): number | null => largestOf(kind, byLayer.get(layer) ?? [])?.value ?? null;
  return { kind, values: new Map(graph.layers.map(({ node, name }) => [node, valueOf(name)])), fold: FOLDS[kind] };
}

/** One value for several nodes; null where none was measured, undefined where none could be. */
export function foldValues({ values, fold }: OverlayValues, nodes: readonly string[]): number | null | undefined {
  const able = nodes.flatMap((node) => (values.has(node) ? [values.get(node)!] : []));
  if (able.length === 0) return undefined;
  const known = able.filter((value) => value !== null);
  if (known.length === 0) return null;
  if (fold === 'largest') return Math.max(...known);
  if (fold === 'extreme') return known.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most));
  const sum = known.reduce((total, value) => total + value, 0);
  return fold === 'sum' ? sum : sum / known.length;
}

/** Place of a value on the colour scale, 0…1; 0 for what lies below it. */
export function placeOnScale(value: number, { range, log, map }: Scale): number {
  if (!range) return 0;
  if (map === 'diverging' && range[0] === range[1]) return 0.5;
  if (log && value <= 0) return 0;
  const [low, high] = range.map((end) => (log ? Math.log(end) : end)) as [number, number];
  if (high === low) return 1;
  return Math.min(1, Math.max(0, ((log ? Math.log(value) : value) - low) / (high - low)));
}

/** The value at a place of the scale, 0…1. */
export function valueOnScale(place: number, { range, log }: Scale): number | null {
  if (!range) return null;
  const [low, high] = range;
  return log ? low * (high / low) ** place : low + (high - low) * place;
}

/** From where to where the gauge of a place reaches, 0…1: from the low end, or from the centre of a diverging scale. */
export const gaugeOf = (place: number, { map }: Scale): readonly [number, number] =>
  map === 'heat' ? [0, place] : [Math.min(0.5, place), Math.max(0.5, place)];

/** The scale that spans the values of all nodes and of everything on screen, groups included. */
export function scaleOf(overlay: OverlayValues, shown: readonly (readonly string[])[]): Scale {
  const groups = shown.flatMap((nodes) => foldValues(overlay, nodes) ?? []);
  const all = [...overlay.values.values(), ...groups].filter((value) => value !== null);
  if (all.length === 0) return NO_SCALE;
  if (isRunChange(overlay.kind)) {
    const furthest = largest(all.map(Math.abs));
    // Not −0, which would be written with a sign.
    return { range: [0 - furthest, furthest], log: false, below: false, map: 'diverging' };
  }
  const most = largest(all);
  const low = -largest(all.map((value) => -value));
  const above = all.filter((value) => value > 0);
  const least = -largest(above.map((value) => -value));
  const log = LOGARITHMIC.has(overlay.kind) && above.length > 0 && low >= 0 && most / least > NARROW;
  if (!log) return { range: [low, most], log, below: false, map: 'heat' };
  const end = Math.max(least, most / WIDEST);
  return { range: [end, most], log, below: low < end, map: 'heat' };
}

/** A large network has more values than a function takes arguments. */
const largest = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
