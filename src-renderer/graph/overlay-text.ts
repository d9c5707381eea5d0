/** Values of overlays as text. */
import { graphTexts } from '../texts/graph.ts';
import { energy, percent, points, significant, threshold } from '../ui/format.ts';
import { isRunChange, type RunChange } from '../state/index.ts';
import type { OverlayKind } from './model/overlay.ts';

/** One value, with its unit where it has one; null: it was not measured. */
export function overlayText(kind: OverlayKind, value: number | null): string {
  if (value === null) return graphTexts.notMeasured;
  if (kind === 'threshold') return threshold(value);
  if (kind === 'thresholds') return String(value);
  if (kind === 'energy-change') return `${signOf(value)}${energy(Math.abs(value))}`;
  if (kind === 'sensitivity-divergence') return graphTexts.millinats(significant(1000 * value, 2));
  if (kind === 'sensitivity-agreement' || kind === 'sensitivity-accuracy') return graphTexts.pointsOf((100 * value).toFixed(1));
  if (isRunChange(kind)) return graphTexts.pointsOf(changeText(value));
  return shareText(value);
}

/** Below this the usual one decimal would be a 0. */
const SMALL = 0.001;

/** A share in percent; small ones with two significant digits, since 0.0 % would be nothing. */
const shareText = (value: number): string =>
  value > 0 && value < SMALL ? percent(value).replace(/^[\d.]+/, significant(100 * value, 2)) : percent(value);

const signOf = (value: number): string => (value < 0 ? '−' : value > 0 ? '+' : '');

/** A change of a share in percentage points; small ones with two significant digits. */
const changeText = (value: number): string =>
  value !== 0 && Math.abs(value) < SMALL ? `${signOf(value)}${significant(100 * Math.abs(value), 2)}` : points(value);

/** A figure behind a change, of one run: a share or an energy. */
export const comparedText = (kind: RunChange, value: number | null): string =>
  value === null ? graphTexts.notMeasured : kind === 'energy-change' ? energy(value) : shareText(value);
