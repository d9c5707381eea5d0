/** Values of overlays as text. */
import { graphTexts } from '../texts/graph.ts';
import { percent, significant, threshold } from '../ui/format.ts';
import type { OverlayKind } from './model/overlay.ts';

/** One value, with its unit where it has one; null: it was not measured. */
export function overlayText(kind: OverlayKind, value: number | null): string {
  if (value === null) return graphTexts.notMeasured;
  if (kind === 'threshold') return threshold(value);
  if (kind === 'thresholds') return String(value);
  if (kind === 'conversion-error') return significant(value, 2);
  return percent(value);
}
