/**
 * Modules of networks whose exporter writes no module paths: names such as `stage1_unit2_conv1` are taken apart at their
 * underscores, and a prefix counts as a module where it looks like one.
 */
import type { GraphNode } from '../../../src-shared/contract/index.ts';

/** Fewest nodes of a module that only a prefix speaks for. */
const FEWEST = 3;
/** A module's nodes stand together: the stretch of the network that holds them has at most this many times their number. */
const SPREAD = 2;

/** True where the exporter wrote module paths: dots are part of some names. */
export const hasModulePaths = (nodes: readonly GraphNode[]): boolean => nodes.some(({ path }) => path.includes('.'));

/**
 * Module of every node, as names of modules from the outside in. A prefix is one where at least three nodes share it, of two
 * operators at least (`Conv_0`, `Conv_1` are no module), and where they stand together.
 */
export function modulesByPrefix(nodes: readonly GraphNode[]): string[][] {
  const members = new Map<string, number[]>();
  nodes.forEach(({ path }, index) => {
    for (const prefix of prefixesOf(path)) {
      members.set(prefix, members.get(prefix) ?? []);
      members.get(prefix)!.push(index);
    }
  });
  const isModule = (prefix: string): boolean => {
    const inside = members.get(prefix)!;
    const stretch = inside.at(-1)! - inside[0]! + 1;
    return (
      inside.length >= FEWEST &&
      inside.length < nodes.length &&
      stretch <= SPREAD * inside.length &&
      new Set(inside.map((index) => nodes[index]!.op)).size > 1
    );
  };
  const modules = new Set([...members.keys()].filter(isModule));
  return nodes.map(({ path }) => prefixesOf(path).filter((prefix) => modules.has(prefix)));
}

/** `a_b_c`: `a`, `a_b`. */
function prefixesOf(name: string): string[] {
  const parts = name.split('_');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('_'));
}
