/** Recovers a softmax that an exporter wrote as arithmetic. */
import type { NetworkNode, ValueId } from '../../../src-shared/network/index.ts';
import { axesOf, bothWays, isReduction } from './expression.ts';
import { type Graph, type Rule, standIn } from './rewrite.ts';

/** e^x / Σ e^x, with or without the maximum subtracted first. */
export const recoverSoftmax: Rule = (node, graph) => {
  if (node.op !== 'Mul') return undefined;
  for (const [value, inverse] of bothWays(node)) {
    const exp = graph.producer(value, 'Exp');
    const reciprocal = graph.inner(inverse, 'Reciprocal');
    const sum = reciprocal && graph.inner(reciprocal.inputs[0]!, 'ReduceSum');
    if (exp === undefined || sum?.inputs[0] !== value || graph.uses(value) !== 2) continue;
    const [axis, ...more] = axesOf(sum);
    if (axis === undefined || more.length > 0 || !isReduction(sum, [axis])) continue;
    const { x, merged } = withoutMaximum(exp.inputs[0]!, axis, graph);
    return [standIn(node, 'Softmax', [x], { axis }, [...merged, exp, sum, reciprocal!])];
  }
  return undefined;
};

/** x of x − max(x), whose softmax is the same. */
function withoutMaximum(value: ValueId, axis: number, graph: Graph): { x: ValueId; merged: readonly NetworkNode[] } {
  const difference = graph.inner(value, 'Add');
  for (const [x, negative] of difference ? bothWays(difference) : []) {
    const minus = graph.inner(negative, 'Neg');
    const most = minus && graph.inner(minus.inputs[0]!, 'ReduceMax');
    if (!isReduction(most, [axis]) || most.inputs[0] !== x) continue;
    return { x, merged: [most, minus!, difference!] };
  }
  return { x: value, merged: [] };
}
