/** What one node of the drawing shows, as plain data that can be compared: a node is drawn again only where something differs. */
import type { Node } from '@xyflow/react';
import type { ColourMap } from '../../../src-shared/theme/heat.ts';
import { graphTexts } from '../../texts/graph.ts';
import { layerSettingsTexts } from '../../texts/layer-settings.ts';
import type { Derived } from '../derived.ts';
import { describeItem } from '../describe.ts';
import { type Badges, badgesOf } from '../model/badges.ts';
import { type Item, nodesOf } from '../model/item.ts';
import { foldValues, gaugeOf, placeOnScale } from '../model/overlay.ts';
import { overlayText } from '../overlay-text.ts';
import { meets } from '../state/detail.ts';
import type { Detail, Rect, Scene } from '../state/view-store.ts';

export interface NodeData extends Record<string, unknown> {
  readonly item: Item;
  readonly isOpen: boolean;
  readonly badges: Badges | null;
  /** Place on the colour scale 0…1; null where it was not measured, undefined where nothing could be. */
  readonly heat: number | null | undefined;
  readonly heatText: string | null;
  /** The colour scale, and from where to where on it the gauge reaches, 0…1. */
  readonly map: ColourMap;
  readonly gauge: readonly [number, number] | null;
  /** In words, what the plans that are compared set differently: the fields of a layer, or how many layers of a group. Null for nothing. */
  readonly difference: { readonly count: number; readonly words: string } | null;
  readonly selected: 'all' | 'some' | 'none';
  readonly focused: boolean;
  /** Search results inside. */
  readonly matches: number;
  /** Nodes inside that cannot be converted; true `doubtful` where that hangs on others. */
  readonly blockedIn: number;
  readonly doubtful: boolean;
  /** Coding of what it sends; null where its parts differ. */
  readonly coding: string | null;
}

export type GraphFlowNode = Node<NodeData>;

export interface NodesInput {
  readonly scene: Scene;
  readonly derived: Derived;
  readonly detail: Detail;
  readonly window: Rect;
  readonly selection: ReadonlySet<string>;
  readonly focus: string | null;
  readonly found: ReadonlySet<string>;
}

/** A memory of nodes: those that did not change are the same objects, which the drawing library then leaves alone. */
export function createNodeMaker(): (input: NodesInput) => GraphFlowNode[] {
  let memory = new Map<string, { readonly key: string; readonly node: GraphFlowNode }>();
  return (input) => {
    const next: typeof memory = new Map();
    for (const { item, isOpen } of itemsInWindow(input)) {
      const node = makeNode(item, isOpen, input);
      const key = JSON.stringify([node.position, node.width, node.height, node.ariaLabel, { ...node.data, item: item.id }]);
      const known = memory.get(item.id);
      next.set(item.id, known?.key === key && known.node.data.item === item ? known : { key, node });
    }
    memory = next;
    return [...next.values()].map(({ node }) => node);
  };
}

/** Open groups first, outer ones before inner ones. At far zoom only what has the keyboard: the rest is drawn as blocks. */
function itemsInWindow({ scene, detail, window, focus }: NodesInput): { readonly item: Item; readonly isOpen: boolean }[] {
  const { tree, visible, layout } = scene;
  const isHere = (id: string): boolean => id === focus || (detail !== 'far' && meets(layout.boxes.get(id)!, window));
  const open = [...visible.containers.keys()].filter((id) => id !== tree.root && isHere(id));
  return [
    ...open.map((id) => ({ item: tree.items.get(id)!, isOpen: true })),
    ...visible.shown.filter(({ id }) => isHere(id)).map((item) => ({ item, isOpen: false })),
  ];
}

function makeNode(item: Item, isOpen: boolean, { scene, derived, selection, focus, found }: NodesInput): GraphFlowNode {
  const { x, y, width, height } = scene.layout.boxes.get(item.id)!;
  const own = nodesOf(item);
  const badges = badgesOf(
    own.flatMap((node) => derived.layerOf.get(node) ?? []),
    derived.settings,
  );
  const { overlay, scale } = derived;
  const value = overlay === null || isOpen ? undefined : foldValues(overlay, own);
  const heat = value === undefined || value === null ? value : placeOnScale(value, scale);
  const difference = differenceOf(item, derived);
  const inSelection = own.filter((node) => selection.has(node)).length;
  const selected = own.length > 0 && inSelection === own.length ? 'all' : inSelection > 0 ? 'some' : 'none';
  const heatText = overlay === null || value === undefined ? null : overlayText(overlay.kind, value);
  const isFocused = item.id === focus;
  const blocked = own.filter((node) => derived.blocked.get(node)?.certain);
  const doubtful = blocked.length === 0 && own.some((node) => derived.blocked.has(node));
  const state = [
    ...(blocked.length > 0 ? [graphTexts.blockedLong(blocked.length)] : doubtful ? [graphTexts.doubtful] : []),
    ...(overlay !== null && heatText !== null ? [graphTexts.measured(graphTexts.overlays[overlay.kind], heatText)] : []),
    ...(difference ? [difference.words] : []),
    ...(item.kind === 'group' ? [isOpen ? graphTexts.expanded : graphTexts.collapsed] : []),
    ...(selected === 'all' ? [graphTexts.selected] : []),
  ];
  return {
    id: item.id,
    type: isOpen ? 'open' : 'box',
    position: { x, y },
    width,
    height,
    zIndex: isOpen ? 0 : 2,
    draggable: false,
    connectable: false,
    selectable: false,
    deletable: false,
    focusable: false,
    ariaLabel: [describeItem(item, badges, derived), ...state].join(', '),
    // Positions are measured from the layout; only the one that has the keyboard is a tab stop.
    domAttributes: {
      role: 'group',
      tabIndex: isFocused ? 0 : -1,
      'aria-roledescription': roleOf(item),
      'aria-describedby': undefined,
    } as NonNullable<GraphFlowNode['domAttributes']>,
    style: { pointerEvents: isOpen ? 'none' : 'all' },
    data: {
      item,
      isOpen,
      badges,
      heatText,
      selected,
      focused: isFocused,
      heat,
      map: scale.map,
      gauge: typeof heat === 'number' ? gaugeOf(heat, scale) : null,
      difference,
      blockedIn: blocked.length,
      doubtful,
      matches: own.filter((node) => found.has(node)).length,
      coding: item.kind === 'leaf' ? (derived.codings.of.get(item.id) ?? null) : (badges?.coding ?? null),
    },
  };
}

function differenceOf(item: Item, { differences, layerOf }: Derived): NodeData['difference'] {
  if (differences.size === 0) return null;
  const found = nodesOf(item).flatMap((node) => differences.get(layerOf.get(node) ?? '') ?? []);
  if (item.kind === 'group') {
    const layers = nodesOf(item).filter((node) => differences.has(layerOf.get(node) ?? '')).length;
    return layers === 0 ? null : { count: layers, words: graphTexts.difference.group(layers) };
  }
  if (found.length === 0) return null;
  const lines = found.map(({ field, from, to }) => layerSettingsTexts.differs(field, from, to));
  return { count: found.length, words: graphTexts.difference.node(lines) };
}

const roleOf = (item: Item): string =>
  item.kind === 'group' ? graphTexts.moduleLong : item.node?.layer ? graphTexts.layerRole : graphTexts.operatorRole;
