/** Opening and closing modules, and going up and down in them. */
import { setWorkbench, workbench } from '../../state/index.ts';
import { graphTexts } from '../../texts/graph.ts';
import { ancestorsOf, groupOf, itemOf } from '../model/item.ts';
import { openFor } from '../model/default-open.ts';
import { fitRect } from './camera.ts';
import { middleItem, setOpen } from './scene.ts';
import { focusItem, selectItem } from './select.ts';
import { graphView, setGraphView } from './view-store.ts';

/** Opens a closed group, closes an open one; it stays where it is on screen. */
export async function toggleGroup(id: string): Promise<void> {
  const { scene } = graphView();
  if (!scene || itemOf(scene.tree, id).kind !== 'group') return;
  const group = groupOf(scene.tree, id);
  const open = new Set(scene.open);
  const opens = !open.delete(id);
  if (opens) open.add(id);
  // What was open inside is open again next time only where the person sees it: a closed group forgets nothing else.
  setGraphView({
    said: opens ? graphTexts.announce.expanded(group.label, group.children.length) : graphTexts.announce.collapsed(group.label),
  });
  await setOpen(open, id);
}

/** The group that has the keyboard, or the one around what has it; null for the root. */
export function currentGroup(): string | null {
  const { scene, focus } = graphView();
  if (!scene || focus === null) return null;
  const item = itemOf(scene.tree, focus);
  const group = item.kind === 'group' ? item : ancestorsOf(scene.tree, focus)[0];
  return group && group.parent !== null ? group.id : null;
}

/** Opens the group that has the keyboard. */
export function expandCurrent(): void {
  const { scene, focus } = graphView();
  if (scene && focus !== null && itemOf(scene.tree, focus).kind === 'group' && !scene.open.has(focus)) void toggleGroup(focus);
}

/** Closes the open group that has the keyboard or holds what has it, and gives it the keyboard. */
export async function collapseCurrent(): Promise<void> {
  const { scene, focus } = graphView();
  if (!scene || focus === null) return;
  const open = [focus, ...ancestorsOf(scene.tree, focus).map(({ id }) => id)].find((id) => scene.open.has(id));
  if (open === undefined) return;
  await toggleGroup(open);
  focusItem(open);
}

export async function expandAll(): Promise<void> {
  const { scene } = graphView();
  if (!scene) return;
  const groups = [...scene.tree.items.values()].filter((item) => item.kind === 'group' && item.parent !== null);
  await setOpen(new Set(groups.map(({ id }) => id)), middleItem(scene));
}

export async function collapseAll(): Promise<void> {
  const { scene } = graphView();
  if (scene) await setOpen(new Set(), middleItem(scene));
}

/** One level up: from an item to the module around it; at the top the selection is given up. */
export function goUp(): void {
  const { scene, focus } = graphView();
  if (!scene || focus === null) return setWorkbench({ selection: [] });
  const [around] = ancestorsOf(scene.tree, focus);
  if (around && around.parent !== null) return focusItem(around.id);
  if (workbench().selection.length > 0) setWorkbench({ selection: [] });
  else setGraphView({ focus: null });
}

/** Goes to a module of the breadcrumbs: shows all of it, and gives it the keyboard. */
export async function goToGroup(id: string): Promise<void> {
  const { scene } = graphView();
  if (!scene) return;
  await setOpen(openFor(scene.tree, scene.open, [id]), id);
  const box = graphView().scene?.layout.boxes.get(id);
  if (!box) return;
  if (id === scene.tree.root) {
    setGraphView({ focus: null });
    setWorkbench({ selection: [] });
  } else selectItem(id);
  fitRect(box);
}
