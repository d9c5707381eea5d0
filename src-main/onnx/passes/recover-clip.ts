/** Recovers a clip that an exporter wrote as two nodes, one for each bound: Relu, Max with a constant, Min with a constant. */
import type { NetworkNode, ValueId } from '../../../src-shared/network/index.ts';
import { type Graph, type Rule, standIn } from './rewrite.ts';

interface Bounds {
  readonly x: ValueId;
  readonly min?: number;
  readonly max?: number;
}

/** The bound of a node, or both bounds of a clip; undefined if there is none, or if it varies. */
function boundsOf(node: NetworkNode, graph: Graph): Bounds | undefined {
  const [x, bound] = node.inputs as readonly [ValueId, ValueId];
  const number = graph.numberOf(bound);
  if (node.op === 'Relu') return { x, min: 0 };
  if (node.op === 'Maximum' && number !== undefined) return { x, min: number };
  if (node.op === 'Minimum' && number !== undefined) return { x, max: number };
  return node.op === 'Clip' ? { x, ...(node.attributes as { min?: number; max?: number }) } : undefined;
}

/** A lower and an upper bound in consecutive nodes, as a Clip. It is named after the ReLU, if one of the nodes is a ReLU. */
export const recoverClip: Rule = (node, graph) => {
  const outer = boundsOf(node, graph);
  const before = outer && graph.inner(outer.x);
  const inner = before && boundsOf(before, graph);
  if (outer === undefined || inner === undefined) return undefined;
  // Each node has one bound, on different sides. Otherwise their order might matter.
  const single = [outer, inner].every((bounds) => (bounds.min === undefined) !== (bounds.max === undefined));
  const { min = inner.min, max = inner.max } = outer;
  if (!single || min === undefined || max === undefined || min > max) return undefined;
  const { id, path } = before!.op === 'Relu' ? before! : node;
  return [{ ...standIn(node, 'Clip', [inner.x], { min, max }, [before!]), id, path }];
};
