/**
 * Builds the tree of modules from the names in a network: `layer1.0.conv1` lies in `layer1.0`, which lies in `layer1`. Then equal
 * blocks that follow one another become one item with a count (repeats.ts).
 */
import type { Graph, GraphNode } from '../../../src-shared/contract/index.ts';
import { type Draft, draftOf, shortName } from './draft.ts';
import { hasModulePaths, modulesByPrefix } from './flat-names.ts';
import type { Group, Item, Leaf, ModuleTree } from './item.ts';
import { collapseRepeats } from './repeats.ts';
import { structures } from './structure.ts';

const ROOT = '';

/** The tree of a network. Takes about 10 ms per thousand nodes. */
export function buildModuleTree(graph: Graph): ModuleTree {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const root = draftOf(ROOT, 'root');
  const drafts = new Map<string, Draft>([[ROOT, root]]);
  const open = (name: string, parent: Draft): Draft => {
    const known = drafts.get(name);
    if (known) return known;
    const draft = draftOf(name, 'module');
    drafts.set(name, draft);
    parent.children.push(draft);
    return draft;
  };

  root.children.push(endOf('input', graph.input.id, graph.input.name, graph.input.shape));
  const modules = hasModulePaths(graph.nodes) ? modulesByPath(graph.nodes) : modulesByPrefix(graph.nodes);
  graph.nodes.forEach((node, index) => {
    let draft = root;
    for (const name of modules[index]!) draft = open(name, draft);
    draft.children.push(leafOf(node, draft.name));
  });
  graph.outputs.forEach(({ name, shape }, index) => root.children.push(endOf('output', `output ${index}: ${name}`, name, shape)));

  hoistOnlyChildren(root);
  collapseRepeats(root, structures(byId));
  return finish(root, new Set(graph.nodes.map(({ id }) => id)));
}

/** Prefixes of every node's path that are modules. The path itself is one where several operators or further modules share it. */
function modulesByPath(nodes: readonly GraphNode[]): string[][] {
  const operators = new Map<string, number>();
  const parents = new Set<string>();
  for (const { path, op } of nodes) {
    if (op !== 'Neuron') operators.set(path, (operators.get(path) ?? 0) + 1);
    for (const prefix of prefixesOf(path)) parents.add(prefix);
  }
  const isModule = (path: string): boolean => parents.has(path) || (operators.get(path) ?? 0) > 1;
  return nodes.map(({ path }) => [...prefixesOf(path), ...(isModule(path) ? [path] : [])]);
}

/** `a.b.c`: `a`, `a.b`. */
function prefixesOf(path: string): string[] {
  const parts = path.split('.');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'));
}

function leafOf(node: GraphNode, module: string): Leaf {
  const label = node.path === module ? operatorLabel(node) : shortName(node.path, module);
  return { kind: 'leaf', id: node.id, parent: '', label, node, end: null, shape: node.shape };
}

/** `Add_1` of `/encoder/encoder.0/Add_1`: what tells it from its like. */
function operatorLabel({ id, op }: GraphNode): string {
  const last = id.split('/').at(-1)!;
  return last.startsWith(op) && !last.includes(':') ? last : op;
}

const endOf = (end: 'input' | 'output', id: string, label: string, shape: readonly number[]): Leaf => ({
  kind: 'leaf',
  id,
  parent: '',
  label,
  node: null,
  end,
  shape,
});

/** A module whose only content is one module is that module: one click less. */
function hoistOnlyChildren(draft: Draft): void {
  draft.children.forEach((child, index) => {
    if (!('children' in child)) return;
    let inner = child;
    while (inner.children.length === 1 && 'children' in inner.children[0]!) inner = inner.children[0];
    draft.children[index] = inner;
    hoistOnlyChildren(inner);
  });
}

/** Ids, parents and contents of everything, top down. */
function finish(root: Draft, taken: Set<string>): ModuleTree {
  const items = new Map<string, Item>();
  const idOf = ({ name, role }: Draft): string => {
    let id = `${role}:${name}`;
    while (taken.has(id)) id += '′';
    taken.add(id);
    return id;
  };
  const add = (draft: Draft, parent: string | null, module: string): Group => {
    const id = idOf(draft);
    const inside = draft.role === 'module' ? draft.name : module;
    const children = draft.children.map((child) => {
      if ('children' in child) return add(child, id, inside);
      const leaf: Leaf = { ...child, parent: id };
      items.set(leaf.id, leaf);
      return leaf;
    });
    const group: Group = {
      kind: 'group',
      id,
      parent,
      role: draft.role,
      repeat: draft.repeat,
      label: draft.role === 'module' ? shortName(draft.name, module) : draft.name,
      path: draft.role === 'module' ? draft.name : '',
      children: children.map((child) => child.id),
      nodes: children.flatMap((child) => (child.kind === 'group' ? child.nodes : child.node === null ? [] : [child.id])),
    };
    items.set(id, group);
    return group;
  };
  return { root: add(root, null, '').id, items };
}
