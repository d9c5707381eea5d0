/** Words in the box of a node, in the window and in pictures of it. */
import { graphTexts } from '../../texts/graph.ts';
import { shapeText } from '../describe.ts';
import type { Group, Item, Leaf } from '../model/item.ts';

/** Name, operator and facts, which stand in a box. */
export function wordsOf(item: Item): { readonly name: string; readonly kind: string; readonly facts: string } {
  if (item.kind === 'group') return groupWords(item);
  return leafWords(item);
}

function groupWords({ label, repeat, nodes, role }: Group): { name: string; kind: string; facts: string } {
  const operators = graphTexts.operators(nodes.length);
  const between = repeat && role === 'module' ? `${repeat.first} … ${repeat.last} · ` : '';
  return { name: label, kind: '', facts: `${between}${operators}` };
}

function leafWords({ label, node, end, shape }: Leaf): { name: string; kind: string; facts: string } {
  if (!node) {
    const kind = end === 'input' ? graphTexts.input : graphTexts.output;
    return { name: label, kind: label.toLowerCase() === kind.toLowerCase() ? '' : kind, facts: shapeText(shape) };
  }
  const kind = label === node.op ? '' : node.op;
  return { name: label, kind, facts: [...node.facts, shapeText(shape)].join(' · ') };
}

/** The first `length` UTF-16 units of a text and an ellipsis; one unit less if a character would be cut in two. */
export const shortened = (words: string, length: number): string => `${words.slice(0, length).replace(/[\ud800-\udbff]$/, '')}…`;
