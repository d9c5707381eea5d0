/**
 * The network as a tree: modules hold modules, operators and neuron layers. What a person sees is a cut through this tree; which
 * groups are open decides where it goes.
 */
import type { GraphNode } from '../../../src-shared/contract/index.ts';

/** An operator, a neuron layer, or an end of the network. */
export interface Leaf {
  readonly kind: 'leaf';
  readonly id: string;
  readonly parent: string;
  /** Last part of its path, or its operator where the module's path is all that it has. */
  readonly label: string;
  /** Null for the network's input and outputs. */
  readonly node: GraphNode | null;
  readonly end: 'input' | 'output' | null;
  /** Without the batch axis. */
  readonly shape: readonly number[];
}

export interface Group {
  readonly kind: 'group';
  readonly id: string;
  /** Null for the root. */
  readonly parent: string | null;
  readonly label: string;
  /** Module path, which names its layers by a glob `path.*`; empty where it stands for no single module. */
  readonly path: string;
  /** A module of the network; a run of equal siblings; a part of a module that has too many. */
  readonly role: 'root' | 'module' | 'repeat' | 'section';
  readonly children: readonly string[];
  /** Graph nodes inside, in topological order. */
  readonly nodes: readonly string[];
  /** Where all of its children are blocks of the same structure: how many, and the first and last. */
  readonly repeat: { readonly count: number; readonly first: string; readonly last: string } | null;
}

export type Item = Leaf | Group;

export interface ModuleTree {
  readonly root: string;
  readonly items: ReadonlyMap<string, Item>;
}

/** Item by id. Throws an Error for an id of another tree. */
export function itemOf(tree: ModuleTree, id: string): Item {
  const item = tree.items.get(id);
  if (!item) throw new Error(`no item ${id} in this tree`);
  return item;
}

/** Group by id. Throws an Error where there is none. */
export function groupOf(tree: ModuleTree, id: string): Group {
  const item = itemOf(tree, id);
  if (item.kind !== 'group') throw new Error(`${id} is not a group`);
  return item;
}

/** Groups around an item, innermost first, the root last. */
export function ancestorsOf(tree: ModuleTree, id: string): Group[] {
  const groups: Group[] = [];
  for (let { parent } = itemOf(tree, id); parent !== null; ) {
    const group = groupOf(tree, parent);
    groups.push(group);
    ({ parent } = group);
  }
  return groups;
}

/** Graph nodes that an item stands for, in topological order; none for the network's ends. */
export const nodesOf = (item: Item): readonly string[] =>
  item.kind === 'group' ? item.nodes : item.node === null ? [] : [item.id];
