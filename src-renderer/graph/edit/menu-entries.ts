/** What the menu of a node offers. */
import type { Choice } from '../../../src-shared/plan/index.ts';
import { resetSettings, setSetting } from '../../layer-settings/index.ts';
import { attempt } from '../../state/index.ts';
import { graphTexts } from '../../texts/graph.ts';
import { type Item, nodesOf } from '../model/item.ts';
import { targetLayers } from '../state/edit.ts';
import { editFocused } from '../state/floating.ts';
import { toggleGroup } from '../state/modules.ts';
import { layersAmong, selectLike, selectNodes, selectType, zoomToItem } from '../state/select.ts';
import { canvasEntries, type MenuEntry } from './canvas-entries.ts';
import { commonOf, layersInEdit } from './use-layers.ts';

const texts = graphTexts.menu;

/** Entries for an item; edits are for the whole selection where the item is part of it. */
export function menuFor(item: Item, isOpen: boolean): MenuEntry[] {
  const layers = targetLayers(layersAmong(nodesOf(item)).map(({ name }) => name));
  return [
    ...(layers.length > 0 ? [...settingsEntries(layers), LINE] : []),
    ...(item.kind === 'group' ? groupEntries(item, isOpen) : leafEntries(item)),
    LINE,
    { kind: 'do', label: texts.zoomTo, keys: 'Shift+F', run: () => zoomToItem(item.id) },
    { kind: 'do', label: texts.copyName, run: () => attempt(() => navigator.clipboard.writeText(nameOf(item))) },
    LINE,
    { kind: 'more', label: graphTexts.canvasMenu, entries: canvasEntries() },
  ];
}

const LINE: MenuEntry = { kind: 'line' };

/** The name that plans use: of a layer, a glob for a module. */
export function nameOf(item: Item): string {
  if (item.kind === 'group') return item.path === '' ? item.label : `${item.path}.*`;
  return item.node?.layer ?? item.node?.path ?? item.label;
}

function settingsEntries(layers: readonly string[]): MenuEntry[] {
  const { used, choices } = layersInEdit(layers);
  const codings = choices.coding.filter(({ closed }) => closed?.kind !== 'leaky-is-global');
  const choose = (field: 'coding' | 'neuron', offered: readonly Choice[]): MenuEntry[] => {
    const now = commonOf(used, (one) => one[field] as string);
    return offered.map(({ value, closed }) => ({
      kind: 'do',
      label: value,
      checked: value === now,
      disabled: closed !== null,
      run: () => setSetting('graph', layers, field, value),
    }));
  };
  return [
    { kind: 'more', label: texts.setCoding, entries: choose('coding', codings) },
    { kind: 'more', label: texts.setNeuron, entries: choose('neuron', choices.neuron) },
    { kind: 'do', label: graphTexts.commands.editThreshold, keys: 'T', run: () => editFocused('threshold') },
    { kind: 'do', label: texts.reset, run: () => resetSettings('graph', layers) },
  ];
}

const groupEntries = (item: Item & { kind: 'group' }, isOpen: boolean): MenuEntry[] => [
  {
    kind: 'do',
    keys: 'Enter',
    run: () => void toggleGroup(item.id),
    label: (isOpen ? graphTexts.collapse : graphTexts.expand)(item.label),
  },
  { kind: 'do', label: texts.allInModule, run: () => selectNodes(item.nodes) },
];

function leafEntries({ node }: Item & { kind: 'leaf' }): MenuEntry[] {
  if (!node) return [];
  return [
    { kind: 'do', label: texts.allLike, keys: 'L', run: () => selectLike(node.id) },
    { kind: 'do', label: texts.allOfType(node.op), run: () => selectType(node.id) },
  ];
}
