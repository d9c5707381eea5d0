/**
 * What keeps a large network small on screen: siblings of the same structure that follow one another become one item with a count,
 * and a module with too many children is cut into sections.
 */
import { type Draft, shortName } from './draft.ts';
import type { Leaf } from './item.ts';
import type { StructureOf } from './structure.ts';

/** Most children of a group before it is cut into sections: more cannot be overlooked, nor laid out at once. */
export const MOST_CHILDREN = 96;
/** Length of a section; the period of what repeats may shorten it. */
const SECTION = 40;

type Child = Draft | Leaf;

const isDraft = (child: Child): child is Draft => 'children' in child;

/** Collapses repeats everywhere below `draft`, innermost first, in place. */
export function collapseRepeats(
  draft: Draft,
  structureOf: StructureOf,
  module = '',
  known: WeakMap<Draft, readonly string[]> = new WeakMap(),
): void {
  const inside = draft.role === 'module' ? draft.name : module;
  for (const child of draft.children) if (isDraft(child)) collapseRepeats(child, structureOf, inside, known);
  const structure = (child: Child): number => structureOf(nodesOfDraft(child, known));
  groupEqualBlocks(draft, inside, structure);
  for (const child of draft.children) if (isDraft(child) && child.role === 'repeat') cut(child, inside, structure);
  if (cut(draft, inside, structure)) groupEqualBlocks(draft, inside, structure);
}

/** Graph nodes inside, in the order of the draft: regrouping children does not change them, so that they are looked up once. */
function nodesOfDraft(child: Child, known: WeakMap<Draft, readonly string[]>): readonly string[] {
  if (!isDraft(child)) return child.node === null ? [] : [child.id];
  const nodes = known.get(child) ?? child.children.flatMap((inner) => nodesOfDraft(inner, known));
  known.set(child, nodes);
  return nodes;
}

/** Runs of equal blocks become one child each; where all children are one run, the group itself is what repeats. */
function groupEqualBlocks(draft: Draft, module: string, structure: (child: Child) => number): void {
  const keys = draft.children.map((child) => (isDraft(child) && child.role !== 'repeat' ? structure(child) : null));
  const grouped: Child[] = [];
  for (let at = 0; at < keys.length; ) {
    let end = at + 1;
    while (keys[at] !== null && keys[end] === keys[at]) end++;
    const run = draft.children.slice(at, end) as Draft[];
    if (run.length === 1) grouped.push(run[0]!);
    else if (run.length === keys.length && draft.role === 'module') {
      // Sections of equal blocks are equal too; what is counted are the blocks.
      draft.repeat ??= repeatOf(run, module);
      grouped.push(...run);
    } else grouped.push(repeatDraft(run, module));
    at = end;
  }
  draft.children.splice(0, Infinity, ...grouped);
}

/** How many, and the names of the first and last; of sections, those of what they begin and end with. */
function repeatOf(run: readonly Draft[], module: string): { count: number; first: string; last: string } {
  const name = (draft: Draft, at: 0 | -1): string =>
    draft.role === 'module' ? shortName(draft.name, module) : endName(draft, at);
  return { count: run.length, first: name(run[0]!, 0), last: name(run.at(-1)!, -1) };
}

function repeatDraft(run: Draft[], module: string): Draft {
  const repeat = repeatOf(run, module);
  return { name: between(repeat.first, repeat.last), role: 'repeat', children: run, repeat };
}

/** Cuts a group with too many children into sections, as often as needed. True where it did. */
function cut(draft: Draft, module: string, structure: (child: Child) => number): boolean {
  if (draft.children.length <= MOST_CHILDREN) return false;
  const ends = (child: Child): boolean => !isDraft(child) && child.end !== null;
  const inner = draft.children.filter((child) => !ends(child));
  const length = sectionLength(inner.map(structure));
  const sections = Array.from({ length: Math.ceil(inner.length / length) }, (_, index): Draft => {
    const children = inner.slice(index * length, (index + 1) * length);
    const name = between(nameOf(children[0]!, module), nameOf(children.at(-1)!, module));
    return { name, role: 'section', children, repeat: null };
  });
  const before = draft.children.filter((child) => ends(child) && (child as Leaf).end === 'input');
  const after = draft.children.filter((child) => ends(child) && (child as Leaf).end === 'output');
  draft.children.splice(0, Infinity, ...before, ...sections, ...after);
  cut(draft, module, structure);
  return true;
}

/** A whole number of periods where the children repeat with a short one, so that sections are equal too. */
function sectionLength(keys: readonly number[]): number {
  for (let period = 1; period <= SECTION; period++) {
    const equal = keys.filter((key, index) => key === keys[index + period]).length;
    if (equal >= 0.9 * (keys.length - period)) return Math.floor(SECTION / period) * period;
  }
  return SECTION;
}

const between = (first: string, last: string): string => (first === last ? first : `${first} … ${last}`);

function nameOf(child: Child, module: string): string {
  if (!isDraft(child)) return child.label;
  return child.role === 'module' ? shortName(child.name, module) : child.name;
}

/** Name of the first (0) or last (-1) thing in a section. */
function endName(section: Draft, at: 0 | -1): string {
  const parts = section.name.split(' … ');
  return parts.at(at)!;
}
