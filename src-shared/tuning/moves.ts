/** The changes of a layer that a search tries. */
import {
  globTest,
  layerSettings,
  type LayerSettings,
  type PartialSettings,
  type Plan,
  type PlacedLayer,
  setLayers,
} from '../plan/index.ts';
import { canRun, type Subject } from './uniform.ts';

/** A change of some layers: what it does to the settings of one of them, or undefined if it does nothing there. */
export interface Move {
  readonly name: string;
  readonly change: (settings: LayerSettings) => PartialSettings | undefined;
}

const thresholds = (by: number): Move => ({
  name: `${Math.abs(by)} ${by < 0 ? 'fewer' : 'more'} ${Math.abs(by) === 1 ? 'threshold' : 'thresholds'}`,
  change: ({ neuron, thresholds: n }) => {
    const wanted = n + by;
    return /^m[ts]/.test(neuron) && wanted >= 1 && wanted <= 10 ? { thresholds: wanted } : undefined;
  },
});

const scale = (factor: number): Move => ({
  name: `thresholds times ${factor}`,
  change: ({ threshold }) => {
    if (threshold.value !== undefined) return { threshold: { value: rounded(threshold.value * factor) } };
    return { threshold: { scale: rounded(threshold.scale * factor) } };
  },
});

/** Four digits, so that plans are easy to read. */
const rounded = (value: number): number => Number(value.toPrecision(4));

const otherCoding: Move = {
  name: 'the other coding',
  change: ({ coding, neuron }) => {
    if (coding === 'rate') return { coding: 'differential', neuron: neuron === 'mt-negative' ? 'mt' : neuron };
    return coding === 'differential' ? { coding: 'rate', neuron: neuron === 'mt' ? 'mt-negative' : neuron } : undefined;
  },
};

/** The changes that a table tries, those that promise most first. */
export const TABLE_MOVES: readonly Move[] = [thresholds(-1), scale(1.4), scale(0.7), thresholds(1), otherCoding, thresholds(-2)];

/** Small changes, for the refinement at the end. */
export const FINE_MOVES: readonly Move[] = [thresholds(-1), scale(1.2), scale(0.85), thresholds(1)];

/** The plan with the move made on these layers; undefined if it changes nothing or cannot run. */
export function changed({ layers }: Subject, plan: Plan, names: readonly string[], move: Move): Plan | undefined {
  const settings = layerSettings(plan, layers);
  const next = names.reduce((now, name) => {
    const change = move.change(settings.get(name)!);
    return change ? setLayers(now, [name], change) : now;
  }, plan);
  return next !== plan && canRun(next, layers) ? next : undefined;
}

/** The layers that no rule of the plan names: those that a search may change. */
export const freeLayers = (plan: Plan, layers: readonly PlacedLayer[]): readonly PlacedLayer[] =>
  layers.filter(({ name }) => !plan.layers.some(({ key }) => globTest(key)(name)));

/** At most `most` plans with one layer changed each, spread over the layers and moves that a search would try. */
export function fewChanges(subject: Subject, plan: Plan, most: number): Plan[] {
  const free = freeLayers(subject.plan, subject.layers);
  const count = Math.min(most, free.length);
  return Array.from({ length: count }, (_, i) => {
    const { name } = free[Math.floor((i * free.length) / count)]!;
    return changed(subject, plan, [name], TABLE_MOVES[i % TABLE_MOVES.length]!);
  }).filter((one) => one !== undefined);
}
