/**
 * Recovers normalisations that an exporter wrote out, LayerNormalization and RMSNormalization. As single functions they become
 * one expectation-compensation unit instead of products of coded values. Scale and bias: absorb-parameters.ts.
 */
import type { NetworkNode, ValueId } from '../../../src-shared/network/index.ts';
import { axesOf, bothWays, isReduction } from './expression.ts';
import { type Graph, type Rule, standIn } from './rewrite.ts';

interface Square {
  readonly base: ValueId;
  readonly merged: readonly NetworkNode[];
  /** How often it reads its base. */
  readonly reads: number;
}

/** d², as a power or a product. */
function squareOf(value: ValueId, graph: Graph): Square | undefined {
  const node = graph.inner(value);
  const [a, b] = node?.inputs ?? [];
  if (node?.op === 'Pow' && graph.numberOf(b!) === 2) return { base: a!, merged: [node], reads: 1 };
  if (node?.op === 'Mul' && a === b) return { base: a!, merged: [node], reads: 2 };
  return undefined;
}

interface Root {
  /** d, of 1/√(mean(d²) + ε). */
  readonly square: Square;
  /** Of the mean. */
  readonly axes: readonly number[];
  readonly epsilon: number;
  readonly merged: readonly NetworkNode[];
}

/** The value under 1/√…, written as the reciprocal of a root or as the power −½. */
function inverseRoot(value: ValueId, graph: Graph): { under: ValueId; merged: readonly NetworkNode[] } | undefined {
  const outer = graph.inner(value);
  if (outer?.op === 'Pow' && graph.numberOf(outer.inputs[1]!) === -0.5) return { under: outer.inputs[0]!, merged: [outer] };
  const root = outer?.op === 'Reciprocal' ? graph.inner(outer.inputs[0]!) : undefined;
  const power = root?.op === 'Pow' && graph.numberOf(root.inputs[1]!) === 0.5;
  return root?.op === 'Sqrt' || power ? { under: root!.inputs[0]!, merged: [outer!, root!] } : undefined;
}

/** 1/√(mean(d²) + ε) */
function rootMeanSquare(value: ValueId, graph: Graph): Root | undefined {
  const root = inverseRoot(value, graph);
  const sum = root && graph.inner(root.under, 'Add');
  for (const [left, right] of sum ? bothWays(sum) : []) {
    const epsilon = graph.numberOf(right);
    const mean = graph.inner(left, 'ReduceMean');
    const square = mean && squareOf(mean.inputs[0]!, graph);
    if (epsilon === undefined || square === undefined || mean?.attributes.keepdims !== 1) continue;
    return { square, axes: axesOf(mean), epsilon, merged: [...root!.merged, sum!, mean!, ...square.merged] };
  }
  return undefined;
}

/** The x of d = x − mean(x) over these axes. */
function centred(d: ValueId, axes: readonly number[], graph: Graph): { x: ValueId; merged: readonly NetworkNode[] } | undefined {
  const sum = graph.producer(d, 'Add');
  for (const [x, negative] of sum ? bothWays(sum) : []) {
    const minus = graph.inner(negative, 'Neg');
    const mean = minus && graph.inner(minus.inputs[0]!, 'ReduceMean');
    if (!isReduction(mean, axes) || mean.inputs[0] !== x) continue;
    return { x, merged: [sum!, minus!, mean] };
  }
  return undefined;
}

/**
 * A normalisation in place of `node`, over axes that need not be the last ones: then transposed around (a normalisation of
 * channels in an image becomes one of the last axis).
 */
function normalisation(
  node: NetworkNode,
  op: string,
  x: ValueId,
  root: Root,
  merged: readonly NetworkNode[],
  graph: Graph,
): readonly NetworkNode[] {
  const shape = graph.shapeOf(x);
  const axis = shape.length - root.axes.length;
  const perm = [...shape.keys()].filter((at) => !root.axes.includes(at)).concat(root.axes);
  const whole = standIn(node, op, [x], { axis, epsilon: root.epsilon }, merged);
  if (perm.every((at, index) => at === index)) return [whole];
  const moved = perm.map((at) => shape[at]!);
  const [before, after] = [graph.fresh(node, moved), graph.fresh(node, moved)];
  return [
    { ...whole, id: before, output: before, op: 'Transpose', attributes: { perm } },
    { ...whole, id: after, output: after, inputs: [before] },
    { ...whole, inputs: [after], op: 'Transpose', attributes: { perm: shape.map((_, at) => perm.indexOf(at)) } },
  ];
}

/** d · 1/√(mean(d²) + ε): LayerNormalization where d is centred, RMSNormalization otherwise. */
export const recoverNormalisation: Rule = (node, graph) => {
  if (node.op !== 'Mul') return undefined;
  for (const [d, inverse] of bothWays(node)) {
    const root = rootMeanSquare(inverse, graph);
    if (root === undefined || root.square.base !== d) continue;
    const centre = graph.uses(d) === root.square.reads + 1 ? centred(d, root.axes, graph) : undefined;
    if (centre === undefined) return normalisation(node, 'RMSNormalization', d, root, root.merged, graph);
    return normalisation(node, 'LayerNormalization', centre.x, root, [...centre.merged, ...root.merged], graph);
  }
  return undefined;
};
