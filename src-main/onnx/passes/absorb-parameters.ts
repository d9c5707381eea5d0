/** Moves a scale and a bias that follow a recovered normalisation into it. */
import type { NetworkNode, ValueId } from '../../../src-shared/network/index.ts';
import { type Shape, sizeOf, type Tensor } from '../../../src-shared/tensor/index.ts';
import { bothWays } from './expression.ts';
import { type Graph, type Rule, standIn } from './rewrite.ts';

/**
 * A constant as a scale or bias over the axes from `axis` on, repeated for all of their entries; undefined if it varies along
 * other axes.
 */
function parameter(constant: Tensor, shape: Shape, axis: number): Tensor | undefined {
  const normal = shape.slice(axis);
  const own = constant.shape.slice(Math.max(0, constant.shape.length - normal.length));
  if (constant.shape.length > shape.length || sizeOf(own) !== constant.data.length) return undefined;
  if (sizeOf(normal) === constant.data.length) return { ...constant, shape: normal };
  if (constant.data.length !== 1) return undefined;
  return { shape: normal, data: new Float32Array(sizeOf(normal)).fill(constant.data[0]!), dtype: 'float' };
}

/** The normalisation that computes a value, directly or before the transposition `back` that restores the order of axes. */
function normalisationOf(value: ValueId, graph: Graph): { normal: NetworkNode; back?: NetworkNode } | undefined {
  const node = graph.inner(value);
  if (node === undefined || node.op !== 'Transpose') return node && { normal: node };
  const normal = graph.inner(node.inputs[0]!);
  return normal && { normal, back: node };
}

/**
 * A constant that is combined with a transposed value, in the form for the value before the transposition; undefined if it varies
 * along several axes.
 */
function untransposed(constant: Tensor, back: NetworkNode): Tensor | undefined {
  const perm = back.attributes.perm as readonly number[];
  const padded = [...new Array<number>(perm.length - constant.shape.length).fill(1), ...constant.shape];
  if (padded.filter((size) => size !== 1).length > 1) return undefined;
  return { ...constant, shape: perm.map((_, at) => padded[perm.indexOf(at)]!) };
}

/** A constant scale, then a constant bias, after a recovered normalisation that has none yet. */
export const absorbParameters: Rule = (node, graph) => {
  if (node.op !== 'Mul' && node.op !== 'Add') return undefined;
  for (const [value, other] of bothWays(node)) {
    const given = graph.constantOf(other);
    const { normal, back } = (given && normalisationOf(value, graph)) ?? {};
    if (given === undefined || (normal?.op !== 'LayerNormalization' && normal?.op !== 'RMSNormalization')) continue;
    const constant = back === undefined ? given : untransposed(given, back);
    const axis = normal.attributes.axis as number;
    const shape = graph.shapeOf(normal.output);
    const spread = constant && parameter(constant, shape, axis);
    const [x, scale, bias] = normal.inputs;
    const scales = node.op === 'Mul';
    if (spread === undefined || bias !== undefined || (scales && scale !== undefined)) continue;
    if (!scales && normal.op === 'RMSNormalization') continue;
    const added = graph.constant(node, spread);
    const ones = (): ValueId => {
      const sizes = shape.slice(axis);
      return graph.constant(node, { shape: sizes, data: new Float32Array(sizeOf(sizes)).fill(1), dtype: 'float' });
    };
    const inputs = scales ? [x!, added] : [x!, scale ?? ones(), added];
    const whole = standIn(node, normal.op, inputs, normal.attributes, [normal]);
    if (back === undefined) return [whole];
    const inside = graph.fresh(node, shape);
    const from = [...new Set([...whole.from, ...back.from])];
    return [
      { ...whole, id: inside, output: inside, from },
      { ...whole, op: 'Transpose', inputs: [inside], attributes: back.attributes, from },
    ];
  }
  return undefined;
};
