/** What one node of the drawing shows, as plain data that can be compared: a node is drawn again only where something differs. */
import type { Node } from '@xyflow/react';
import { graphTexts } from '../../texts/graph.ts';
import type { Derived } from '../derived.ts';
import { describeItem } from '../describe.ts';
import { type Badges, badgesOf } from '../model/badges.ts';
import { type Item, nodesOf } from '../model/item.ts';
import { foldValues, placeOnScale } from '../model/overlay.ts';
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
  const inSelection = own.filter((node) => selection.has(node)).length;
  const selected = own.length > 0 && inSelection === own.length ? 'all' : inSelection > 0 ? 'some' : 'none';
  const heatText = overlay === null || value === undefined ? null : overlayText(overlay.kind, value);
  const isFocused = item.id === focus;
  const blocked = own.filter((node) => derived.blocked.get(node)?.certain);
  const doubtful = blocked.length === 0 && own.some((node) => derived.blocked.has(node));
  const state = [
    ...(blocked.length > 0 ? [graphTexts.blockedLong(blocked.length)] : doubtful ? [graphTexts.doubtful] : []),
    ...(overlay !== null && heatText !== null ? [graphTexts.measured(graphTexts.overlays[overlay.kind], heatText)] : []),
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
      heat: value === undefined || value === null ? value : placeOnScale(value, scale),
      blockedIn: blocked.length,
      doubtful,
      matches: own.filter((node) => found.has(node)).length,
      coding: item.kind === 'leaf' ? (derived.codings.of.get(item.id) ?? null) : (badges?.coding ?? null),
    },
  };
}

const roleOf = (item: Item): string =>
  item.kind === 'group' ? graphTexts.moduleLong : item.node?.layer ? graphTexts.layerRole : graphTexts.operatorRole;
