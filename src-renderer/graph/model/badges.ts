/** What the badges of a neuron layer, or of a group of them, say about their settings; where layers differ they say so. */
import type { LayerSettings } from '../../../src-shared/plan/index.ts';

/** Which badge; each opens its own choices. */
export type BadgeField = 'coding' | 'neuron' | 'threshold';
export const BADGE_FIELDS: readonly BadgeField[] = ['coding', 'neuron', 'threshold'];

export interface Badges {
  /** Names of the layers, in the order of the network. */
  readonly layers: readonly string[];
  /** Null where the layers differ. */
  readonly coding: string | null;
  readonly neuron: string | null;
  readonly threshold: string | null;
}

/** Badges of some layers; null for none. */
export function badgesOf(layers: readonly string[], settings: ReadonlyMap<string, LayerSettings>): Badges | null {
  const used = layers.flatMap((name) => settings.get(name) ?? []);
  if (used.length === 0) return null;
  return {
    layers,
    coding: common(used, ({ coding }) => coding),
    neuron: common(used, neuronText),
    threshold: common(used, thresholdText),
  };
}

/** `mt 8`; the number of thresholds only where the neuron has several. */
export const neuronText = ({ neuron, thresholds }: LayerSettings): string =>
  hasThresholds(neuron) ? `${neuron} ${thresholds}` : neuron;

/** True for neurons whose number of thresholds is a choice. */
export const hasThresholds = (neuron: string): boolean => neuron.startsWith('mt') || neuron === 'ms';

/** `p99.9 · channel`, `4 × p99.9 of |x| · channel`, `8 × max · layer`, `θ 1.25 · layer`. */
export function thresholdText({ threshold: { method, percentile, of, level, scale, value } }: LayerSettings): string {
  const times = scale === 1 ? '' : `${scale} × `;
  const what = value !== undefined ? `θ ${value}` : statisticText({ method, percentile, of });
  return `${value === undefined ? times : ''}${what} · ${level}`;
}

/** `p99.9`, `p99.9 of |x|`, `max`. */
const statisticText = ({ method, percentile, of }: Pick<LayerSettings['threshold'], 'method' | 'percentile' | 'of'>): string =>
  `${method === 'percentile' ? `p${percentile}` : method}${of === 'magnitude' ? ' of |x|' : ''}`;

function common<T>(items: readonly T[], textOf: (item: T) => string): string | null {
  const text = textOf(items[0]!);
  return items.every((item) => textOf(item) === text) ? text : null;
}
