/**
 * Recovers LayerNormalization and RMSNormalization that an exporter wrote as arithmetic. As a single function each becomes one
 * expectation-compensation unit instead of products of coded values. For scale and bias see absorb-parameters.ts.
 */
import type { NetworkNode, ValueId } from '../../../src-shared/network/index.ts';
import { bothOrders, isReduction, productOf, termsOf } from './expression.ts';
import { centred, type Root, rootOf } from './inverse-root.ts';
import { type Graph, type Rule, standIn } from './rewrite.ts';

/** A normalisation: its value, the root by which the value is divided, constant factors, and constants that are added. */
interface Parts {
  readonly op: 'LayerNormalization' | 'RMSNormalization';
  readonly x: ValueId;
  readonly root: Root;
  readonly scales: readonly ValueId[];
  readonly shifts: readonly ValueId[];
  readonly merged: readonly NetworkNode[];
}

/**
 * A normalisation in place of `node`. If its axes are not the last ones, it stands between two transpositions (a normalisation of
 * channels in an image becomes one of the last axis). Constants follow as products and sums.
 */
function normalisation(node: NetworkNode, { op, x, root, scales, shifts, merged }: Parts, graph: Graph): readonly NetworkNode[] {
  const shape = graph.shapeOf(x);
  const axis = shape.length - root.axes.length;
  const perm = [...shape.keys()].filter((at) => !root.axes.includes(at)).concat(root.axes);
  const whole = standIn(node, op, [x], { axis, epsilon: root.epsilon }, [...merged, ...root.merged]);
  const nodes: NetworkNode[] = [];
  const add = (next: Partial<NetworkNode>, size = shape): ValueId => {
    const output = graph.fresh(node, size);
    nodes.push({ ...whole, id: output, output, ...next });
    return output;
  };
  let value = x;
  if (perm.every((at, index) => at === index)) value = add({});
  else {
    const moved = perm.map((at) => shape[at]!);
    const before = add({ op: 'Transpose', attributes: { perm } }, moved);
    const inside = add({ inputs: [before] }, moved);
    value = add({ op: 'Transpose', inputs: [inside], attributes: { perm: shape.map((_, at) => perm.indexOf(at)) } });
  }
  for (const scale of scales) value = add({ op: 'Mul', inputs: [value, scale], attributes: {} });
  for (const shift of shifts) value = add({ op: 'Add', inputs: [value, shift], attributes: {} });
  return [...nodes.slice(0, -1), { ...nodes.at(-1)!, id: node.id, output: node.output }];
}

/**
 * d · 1/√(mean(d²) + ε), with constant factors at any place: a LayerNormalization if d is centred, otherwise an RMSNormalization.
 */
export const recoverNormalisation: Rule = (node, graph) => {
  if (node.op !== 'Mul') return undefined;
  const { constants, values, merged } = productOf(node, graph, 'inner');
  if (values.length !== 2) return undefined;
  for (const [d, inverse] of bothOrders(values)) {
    const root = rootOf(inverse, graph);
    if (root === undefined) continue;
    const parts = { root, scales: constants, shifts: [] };
    const centre = centred(d, root.axes, graph);
    if (centre !== undefined && centre.x === root.of)
      return normalisation(
        node,
        { ...parts, op: 'LayerNormalization', x: centre.x, merged: [...merged, ...centre.merged] },
        graph,
      );
    if (root.raw === d) return normalisation(node, { ...parts, op: 'RMSNormalization', x: d, merged }, graph);
  }
  return undefined;
};

/** x · s + (β − mean · s) with s = γ/√(variance + ε): the form in which TensorFlow folds a normalisation. */
export const recoverFoldedNormalisation: Rule = (node, graph) => {
  if (node.op !== 'Add') return undefined;
  const { constants, terms, merged } = termsOf(node, graph);
  const [plus, minus] = [terms.find(({ negative }) => !negative), terms.find(({ negative }) => negative)];
  if (terms.length !== 2 || plus === undefined || minus === undefined) return undefined;
  const left = graph.producer(plus.value, 'Mul');
  const right = graph.producer(minus.value, 'Mul');
  if (left === undefined || right === undefined) return undefined;
  const [a, b] = [productOf(left, graph, 'any'), productOf(right, graph, 'any')];
  if (a.values.length !== 2 || a.constants.join() !== b.constants.join()) return undefined;
  for (const [x, inverse] of bothOrders(a.values)) {
    const root = rootOf(inverse, graph);
    const others = b.values.filter((value) => value !== inverse);
    const mean = others.length === 1 && b.values.length === 2 ? graph.producer(others[0]!) : undefined;
    if (root === undefined || root.of !== x || !isReduction(mean, root.axes) || mean.op !== 'ReduceMean') continue;
    if (mean.inputs[0] !== x) continue;
    const all = [...merged, left, right, ...a.merged, ...b.merged, mean];
    const parts = { op: 'LayerNormalization', x, root, scales: a.constants, shifts: constants, merged: all } as const;
    return normalisation(node, parts, graph);
  }
  return undefined;
};
