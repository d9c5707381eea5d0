/** What the canvas draws, worked out once per scene: blocks with their colours, and all lines of a coding as one path. */
import type { Derived } from '../derived.ts';
import { edgeShapes } from '../edges/edge-shapes.ts';
import { type Item, nodesOf } from '../model/item.ts';
import { foldValues, gaugeOf, placeOnScale } from '../model/overlay.ts';
import type { Rect, Scene } from '../state/view-store.ts';
import { codingColour, heatColour, type Palette } from './palette.ts';

export interface Block extends Rect {
  readonly id: string;
  readonly kind: 'frame' | 'group' | 'leaf';
  readonly fill: string;
  /** Colour of its name. */
  readonly ink: string;
  readonly name: string;
  readonly hatched: boolean;
  /** From where to where on the colour scale, 0…1, a bar along its lower edge reaches. */
  readonly gauge?: readonly [number, number];
  /** Its settings differ between the plans that are compared. */
  readonly differs?: boolean;
  /** Where its fill alone does not set it off from the ground. */
  readonly outlined: boolean;
  /** How many open groups are around it. */
  readonly depth: number;
}

export interface Lines {
  readonly coding: string;
  readonly path: Path2D;
}

export interface Blocks {
  readonly blocks: readonly Block[];
  readonly lines: readonly Lines[];
}

/** Blocks and lines of a scene, frames first. */
export function blocksOf(scene: Scene, derived: Derived, palette: Palette): Blocks {
  const { visible, layout, tree } = scene;
  const depths = new Map<string, number>();
  const frames = [...visible.containers.keys()].flatMap((id): Block[] => {
    const group = tree.items.get(id);
    const depth = group?.parent ? (depths.get(group.parent) ?? -1) + 1 : -1;
    depths.set(id, depth);
    if (group?.kind !== 'group' || group.parent === null) return [];
    return [
      {
        id,
        kind: 'frame',
        ...layout.boxes.get(id)!,
        fill: palette.surface,
        ink: palette.muted,
        name: group.label,
        hatched: false,
        outlined: false,
        depth,
      },
    ];
  });
  const shown = visible.shown.map((item): Block => {
    const heat = heatOf(item, derived);
    return {
      id: item.id,
      ...layout.boxes.get(item.id)!,
      depth: (depths.get(item.parent ?? '') ?? -1) + 1,
      kind: item.kind,
      ...(typeof heat === 'number'
        ? { ...heatColour(heat, derived.scale.map, palette), gauge: gaugeOf(heat, derived.scale) }
        : fillOf(item, derived, palette)),
      differs: nodesOf(item).some((node) => derived.differences.has(derived.layerOf.get(node) ?? '')),
      name: item.kind === 'group' && item.repeat ? `${item.label} ×${item.repeat.count}` : item.label,
      hatched: heat === null,
      outlined: derived.overlay !== null,
    };
  });
  return { blocks: [...frames, ...shown], lines: linesOf(scene, derived) };
}

function heatOf(item: Item, { overlay, scale }: Derived): number | null | undefined {
  if (!overlay) return undefined;
  const value = foldValues(overlay, nodesOf(item));
  return typeof value === 'number' ? placeOnScale(value, scale) : value;
}

interface Fill {
  readonly fill: string;
  readonly ink: string;
}

function fillOf(item: Item, { codings, overlay, settings, layerOf, blocked }: Derived, palette: Palette): Fill {
  const pale = (fill: string): Fill => ({ fill, ink: palette.ink });
  const strong = (fill: string): Fill => ({ fill, ink: palette['on-accent'] });
  const own = item.kind === 'group' ? item.nodes : [item.id];
  if (own.some((node) => blocked.get(node)?.certain)) return strong(palette.danger);
  if (overlay) return pale(palette.raised);
  if (item.kind === 'group') {
    const used = item.nodes.flatMap((node) => settings.get(layerOf.get(node) ?? '')?.coding ?? []);
    if (used.length === 0) return pale(palette.pressed);
    return pale(tint(new Set(used).size === 1 ? codingColour(used[0], palette) : palette.muted, palette));
  }
  const form = item.node?.form;
  if (form === 'neuron') return strong(codingColour(codings.of.get(item.id), palette));
  if (form === 'expectation') return strong(palette.third);
  if (form === 'pooling' || form === 'product') return strong(palette.fourth);
  return pale(item.node?.counted ? `color-mix(in oklab, ${palette.outline} 55%, ${palette.surface})` : palette.hairline);
}

const tint = (colour: string, palette: Palette): string => `color-mix(in oklab, ${colour} 30%, ${palette.raised})`;

function linesOf(scene: Scene, derived: Derived): Lines[] {
  const paths = new Map<string, Path2D>();
  for (const { coding, d } of edgeShapes(scene, derived, null)) {
    const path = paths.get(coding) ?? new Path2D();
    paths.set(coding, path);
    path.addPath(new Path2D(d));
  }
  return [...paths].map(([coding, path]) => ({ coding, path }));
}
