/** Beside the node that is pointed at: the figures of both runs, what both plans set differently, the change behind a sensitivity. */
import { type ReactElement, useSyncExternalStore } from 'react';
import type { RunComparison } from '../../../src-shared/results/index.ts';
import type { SensitivityRow } from '../../../src-shared/tuning/sensitivity-rows.ts';
import { isRunChange, isSensitivity, useHovered, useSensitivity, useShownDifference } from '../../state/index.ts';
import { graphTexts } from '../../texts/graph.ts';
import { layerSettingsTexts } from '../../texts/layer-settings.ts';
import type { Derived } from '../derived.ts';
import { itemOf } from '../model/item.ts';
import { comparedValues } from '../model/overlay.ts';
import { largestOf } from '../model/sensitivity-values.ts';
import { comparedText, overlayText } from '../overlay-text.ts';
import { cameraNow, onMove } from '../state/camera.ts';
import type { Scene } from '../state/view-store.ts';
import './difference.css';

/** Width of the card and its distance from the node, px of the window. */
const WIDTH = 300;
const GAP = 10;

const NO_ROWS: readonly SensitivityRow[] = [];

export interface DifferenceCardProps {
  readonly scene: Scene;
  readonly derived: Derived;
}

export function DifferenceCard({ scene, derived }: DifferenceCardProps): ReactElement | null {
  const hovered = useHovered();
  const shown = useShownDifference();
  const rows = useSensitivity()?.table.rows ?? NO_ROWS;
  const camera = useSyncExternalStore(onMove, () => cameraNow().viewport);
  const box = hovered === null ? undefined : scene.layout.boxes.get(hovered);
  if (hovered === null || !box) return null;
  const lines = linesOf(hovered, scene, derived, shown?.comparison ?? null, rows);
  if (lines.length === 0) return null;
  const { x, y, zoom } = camera;
  // On the left where there is no room on the right.
  const right = (box.x + box.width) * zoom + x + GAP;
  const isLeft = right + WIDTH > cameraNow().width;
  const left = Math.max(0, isLeft ? box.x * zoom + x - WIDTH - GAP : right);
  return (
    <div
      className="ui-pointed graph-difference-card"
      style={{ transform: `translate(${left}px, ${box.y * zoom + y}px)`, width: WIDTH }}
      role="tooltip"
    >
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}

function linesOf(
  id: string,
  { tree }: Scene,
  { overlay, differences, layerOf }: Derived,
  comparison: RunComparison | null,
  rows: readonly SensitivityRow[],
): readonly string[] {
  const item = itemOf(tree, id);
  if (item.kind !== 'leaf' || !item.node) return [];
  const fields = differences.get(layerOf.get(id) ?? '') ?? [];
  const words = fields.map(({ field, from, to }) => layerSettingsTexts.differs(field, from, to));
  const kind = overlay?.kind;
  const value = overlay?.values.get(id);
  if (kind !== undefined && isSensitivity(kind)) {
    const own = rows.filter(({ layer }) => layer === layerOf.get(id));
    const row = largestOf(kind, own)?.row;
    return row
      ? [
          `${graphTexts.overlays[kind]}: ${overlayText(kind, value ?? null)}`,
          graphTexts.byChange(row.field, row.from, row.to),
          ...words,
        ]
      : words;
  }
  if (kind === undefined || !isRunChange(kind) || !comparison || value === undefined) return words;
  const [first = null, second = null] = comparedValues(kind, item.node, comparison) ?? [];
  const both = graphTexts.difference.both(comparedText(kind, first), comparedText(kind, second));
  return [`${graphTexts.overlays[kind]}: ${overlayText(kind, value)} (${both})`, ...words];
}
