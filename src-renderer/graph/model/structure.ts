/**
 * Structural identity of groups: two groups have the same number where the same operators are wired in the same way inside and what
 * comes out has the same shape, whatever their names and weights. Shapes inside may differ, as they do where channels grow.
 */
import type { GraphNode } from '../../../src-shared/contract/index.ts';

/** A number for the structure of some nodes, the same for equal ones among all that this function was asked about. */
export type StructureOf = (nodes: readonly string[]) => number;

/** Made once per tree. Nodes are handed over in topological order. */
export function structures(byId: ReadonlyMap<string, GraphNode>): StructureOf {
  const known = new Map<string, number>();
  return (nodes) => {
    const text = structureText(nodes, byId);
    const number = known.get(text) ?? known.size;
    known.set(text, number);
    return number;
  };
}

function structureText(nodes: readonly string[], byId: ReadonlyMap<string, GraphNode>): string {
  const inside = new Map(nodes.map((id, index) => [id, index]));
  const outside = new Map<string, number>();
  const place = (input: string): string => {
    const index = inside.get(input);
    if (index !== undefined) return String(index);
    if (!outside.has(input)) outside.set(input, outside.size);
    return `o${outside.get(input)}`;
  };
  const operators = nodes.map((id) => {
    const node = byId.get(id)!;
    return `${node.op} ${node.form} ${node.facts.filter(isForm).join(',')}(${node.inputs.map(place).join(',')})`;
  });
  return `${operators.join(';')}:${byId.get(nodes.at(-1) ?? '')?.shape.join('×')}`;
}

/** Facts that say how an operator works, not how large it is. */
const isForm = (fact: string): boolean => !fact.includes('→') && !fact.startsWith('shape ');
