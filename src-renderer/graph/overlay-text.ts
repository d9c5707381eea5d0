/** Values of overlays as text. */
import { graphTexts } from '../texts/graph.ts';
import { percent, significant, threshold } from '../ui/format.ts';
import type { OverlayKind } from './model/overlay.ts';

/** One value, with its unit where it has one; null: it was not measured. */
export function overlayText(kind: OverlayKind, value: number | null): string {
  if (value === null) return graphTexts.notMeasured;
  if (kind === 'threshold') return threshold(value);
  if (kind === 'thresholds') return String(value);
  return shareText(value);
}

/** Below this the usual one decimal would be a 0. */
const SMALL = 0.001;

/** A share in percent; small ones with two significant digits, since 0.0 % would be nothing. */
const shareText = (value: number): string =>
  value > 0 && value < SMALL ? percent(value).replace(/^[\d.]+/, significant(100 * value, 2)) : percent(value);
