/** Which groups are open when a network is first shown: as many as fit a glance, outer ones first, repeated blocks closed. */
import { groupOf, itemOf, type ModuleTree } from './item.ts';

/** Most items that are on screen at first. */
const MOST_SHOWN = 80;

/** Ids of the groups to open. */
export function defaultOpen(tree: ModuleTree): Set<string> {
  const open = new Set<string>();
  const only = onlyGroup(tree);
  const queue = [tree.root];
  let shown = 0;
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const group = groupOf(tree, id);
    const isRoot = group.parent === null;
    const fits = shown + group.children.length - 1 <= MOST_SHOWN;
    if (!isRoot && id !== only && (group.repeat || group.role !== 'module' || !fits)) continue;
    if (!isRoot) open.add(id);
    shown += group.children.length - (isRoot ? 0 : 1);
    queue.push(...group.children.filter((child) => itemOf(tree, child).kind === 'group'));
  }
  return open;
}

/** The group that holds the whole network, as in a chain without modules: closed, it would be all there is to see. */
function onlyGroup(tree: ModuleTree): string | undefined {
  const inner = groupOf(tree, tree.root)
    .children.map((id) => itemOf(tree, id))
    .filter((item) => item.kind === 'group' || item.end === null);
  return inner.length === 1 && inner[0]!.kind === 'group' ? inner[0]!.id : undefined;
}

/** `open` with every group around some graph nodes or items opened too. */
export function openFor(tree: ModuleTree, open: ReadonlySet<string>, ids: readonly string[]): Set<string> {
  const all = new Set(open);
  for (const id of ids) {
    for (let { parent } = itemOf(tree, id); parent !== null; { parent } = groupOf(tree, parent)) all.add(parent);
  }
  all.delete(tree.root);
  return all;
}
